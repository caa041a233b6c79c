export const account = {
  title: 'Mon compte',
  password: 'Mot de passe',
  currentPassword: 'Mot de passe actuel',
  changePassword: 'Changer le mot de passe',
  passwordChanged: 'Le mot de passe est changé. Partout ailleurs, vous êtes déconnecté.',
} as const
