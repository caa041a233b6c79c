export const secondFactor = {
  title: 'Un code de votre téléphone',
  off: 'Qui connaît votre mot de passe peut se connecter à votre place. Une application de votre téléphone, qui montre un code chaque demi-minute, l’en empêche.',
  needed: 'Votre rôle demande ici un second facteur : configurez-en un.',
  on_zero:
    'La connexion demande un code de votre téléphone. Il ne reste aucun code de secours : faites-en de nouveaux.',
  on_one: 'La connexion demande un code de votre téléphone. Il reste un code de secours.',
  on_many: 'La connexion demande un code de votre téléphone. Il reste {{count}} codes de secours.',
  on_other: 'La connexion demande un code de votre téléphone. Il reste {{count}} codes de secours.',
  add: 'Configurer une application',
  remove: 'Retirer l’application',
  renew: 'Nouveaux codes de secours',
  what: 'Il vous faut une application d’authentification sur votre téléphone, celle de votre gestionnaire de mots de passe par exemple.',
  next: 'Suivant',
  scan: 'Scannez cette image avec l’application, puis tapez le code qu’elle montre.',
  picture: 'Image à scanner avec l’application',
  orType: 'Ou tapez ceci dans l’application :',
  code: 'Code',
  codeHint: 'De votre téléphone, ou un code de secours.',
  confirm: 'Confirmer',
  keepCodes: 'Gardez ces codes sur papier',
  keepCodesText:
    'Chacun vous connecte une fois si votre téléphone est perdu. Ils ne sont montrés que maintenant. Sans eux, un administrateur devra vous aider.',
  copyCodes: 'Copier les codes',
  kept: 'Je les ai',
  needsSetup: 'Configurez un second facteur',
  needsSetupText:
    'Votre rôle demande ici un code de votre téléphone. Configurez-le, puis connectez-vous.',
  ready: 'C’est prêt. Connectez-vous avec votre mot de passe et le code suivant.',
  enter: 'Un code de votre téléphone',
} as const

export const passkeys = {
  title: 'Clés d’accès',
  what: 'Une clé d’accès de votre appareil ou de votre gestionnaire de mots de passe vous connecte sans mot de passe : vous la déverrouillez comme l’appareil.',
  notHere: 'Ce navigateur, ou cette adresse, ne connaît pas les clés d’accès : il leur faut HTTPS.',
  add: 'Ajouter une clé d’accès',
  isAdded: 'La clé d’accès est ajoutée.',
  notMade: 'Aucune clé d’accès n’a été créée. Réessayez, ou fermez cette fenêtre.',
  name: 'Son nom',
  used: 'Dernier usage {{when}}',
  added: 'Ajoutée {{when}}, pas encore utilisée',
  removeOf: 'Retirer la clé d’accès {{name}}',
  signIn: 'Utiliser une clé d’accès',
} as const

export const signInRule = {
  title: 'Second facteur',
  from: 'Qui doit en avoir un',
  hint: 'Une application du téléphone ou une clé d’accès. Qui n’en a pas le configure à la prochaine connexion.',
  nobody: 'Personne n’y est tenu',
  role: '{{role}} et au-dessus',
  changed: 'Enregistré. Cela compte d’ici un quart d’heure.',
  removeFrom: 'Retirer le second facteur',
  removeFromOf: 'Retirer le second facteur de {{name}}',
  removeFromText:
    'Pour qui a perdu son téléphone. L’application, ses codes de secours et toutes les clés d’accès de cette personne cessent de marcher.',
} as const

export const address = {
  title: 'Adresse e-mail',
  now: 'Vous vous connectez avec {{email}}.',
  new: 'Nouvelle adresse',
  ask: 'Y envoyer un lien',
  asked: 'Un courriel avec un lien est en route. Votre adresse change quand vous l’ouvrez.',
  noMail: 'Personne n’envoie encore de courriel ici : un administrateur configure le serveur.',
  confirmTitle: 'Votre nouvelle adresse',
  confirm: 'Utiliser désormais cette adresse',
  confirmed: 'Désormais, vous vous connectez avec {{email}}.',
} as const
