export const secondFactor = {
  title: 'Un code de votre téléphone',
  off: 'Quiconque connaît votre mot de passe peut se connecter à votre place. Une application d’authentification sur votre téléphone l’en empêche.',
  needed: 'Votre rôle exige un second facteur : configurez-en un.',
  on_zero:
    'La connexion demande un code de votre téléphone. Il ne reste aucun code de secours : créez-en de nouveaux.',
  on_one: 'La connexion demande un code de votre téléphone. Il reste un code de secours.',
  on_many: 'La connexion demande un code de votre téléphone. Il reste {{count}} codes de secours.',
  on_other: 'La connexion demande un code de votre téléphone. Il reste {{count}} codes de secours.',
  add: 'Configurer une application',
  remove: 'Retirer l’application',
  renew: 'Nouveaux codes de secours',
  what: 'Il vous faut une application d’authentification sur votre téléphone, celle de votre gestionnaire de mots de passe par exemple.',
  next: 'Suivant',
  scan: 'Scannez ce code QR avec l’application, puis saisissez le code affiché.',
  picture: 'Code QR à scanner avec l’application',
  orType: 'Ou saisissez ceci dans l’application :',
  code: 'Code',
  codeHint: 'De votre téléphone, ou un code de secours.',
  confirm: 'Confirmer',
  keepCodes: 'Conservez ces codes de secours',
  keepCodesText:
    'Chaque code vous connecte une fois si vous perdez votre téléphone. Ils ne sont affichés qu’une fois. Sans eux, un administrateur devra vous aider.',
  copyCodes: 'Copier les codes',
  kept: 'Je les ai conservés',
  needsSetup: 'Configurez un second facteur',
  needsSetupText:
    'Votre rôle exige un code de votre téléphone. Configurez-le, puis connectez-vous.',
  ready: 'C’est prêt. Connectez-vous avec votre mot de passe et le code suivant.',
  enter: 'Un code de votre téléphone',
} as const

export const passkeys = {
  title: 'Clés d’accès',
  what: 'Une clé d’accès de votre appareil ou de votre gestionnaire de mots de passe vous connecte sans mot de passe : vous la déverrouillez comme l’appareil.',
  notHere:
    'Les clés d’accès ne sont pas disponibles dans ce navigateur ou à cette adresse : elles exigent HTTPS.',
  add: 'Ajouter une clé d’accès',
  isAdded: 'La clé d’accès est ajoutée.',
  notMade: 'Aucune clé d’accès n’a été créée. Réessayez, ou fermez cette fenêtre.',
  name: 'Nom',
  used: 'Dernier usage {{when}}',
  added: 'Ajoutée {{when}}, pas encore utilisée',
  removeOf: 'Retirer la clé d’accès {{name}}',
  signIn: 'Utiliser une clé d’accès',
} as const

export const signInRule = {
  title: 'Second facteur',
  from: 'Qui doit en avoir un',
  hint: 'Une application d’authentification ou une clé d’accès. À défaut, elle sera demandée à la prochaine connexion.',
  nobody: 'Personne',
  role: '{{role}} et au-dessus',
  changed: 'Enregistré. Appliqué d’ici 15 minutes.',
  removeFrom: 'Retirer le second facteur',
  removeFromOf: 'Retirer le second facteur de {{name}}',
  removeFromText:
    'Pour les personnes qui ont perdu leur téléphone. Leur application, leurs codes de secours et leurs clés d’accès cessent de fonctionner.',
} as const

export const address = {
  title: 'Adresse e-mail',
  now: 'Vous vous connectez avec {{email}}.',
  new: 'Nouvelle adresse',
  ask: 'Envoyer un lien',
  asked: 'Un e-mail avec un lien vient de partir. Votre adresse change quand vous l’ouvrez.',
  noMail: 'Aucun serveur de messagerie n’est configuré : demandez à un administrateur.',
  confirmTitle: 'Votre nouvelle adresse',
  confirm: 'Utiliser désormais cette adresse',
  confirmed: 'Désormais, vous vous connectez avec {{email}}.',
} as const
