export const account = {
  title: 'My account',
  password: 'Password',
  currentPassword: 'Current password',
  changePassword: 'Change the password',
  passwordChanged: 'The password is changed. Everywhere else you are signed out.',
} as const
