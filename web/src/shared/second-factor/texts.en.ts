export const secondFactor = {
  title: 'A code from your phone',
  off: 'Whoever knows your password can sign in as you. An app on your phone that shows a code each half minute stops them.',
  needed: 'Your role needs a second factor here: set one up.',
  on_zero: 'Signing in asks for a code from your phone. No recovery code is left: make new ones.',
  on_one: 'Signing in asks for a code from your phone. One recovery code is left.',
  on_other: 'Signing in asks for a code from your phone. {{count}} recovery codes are left.',
  add: 'Set up an app',
  remove: 'Remove the app',
  renew: 'New recovery codes',
  what: 'You need an authenticator app on your phone, such as the one of your password manager.',
  next: 'Next',
  scan: 'Scan this picture with the app, then type the code that it shows.',
  picture: 'Picture to scan with the app',
  orType: 'Or type this into the app:',
  code: 'Code',
  codeHint: 'From your phone, or a recovery code.',
  confirm: 'Confirm',
  keepCodes: 'Keep these codes on paper',
  keepCodesText:
    'Each signs you in once when your phone is lost. They are shown only now. Without them an administrator has to help.',
  copyCodes: 'Copy the codes',
  kept: 'I have them',
  needsSetup: 'Set up a second factor',
  needsSetupText: 'Your role needs a code from your phone here. Set it up, then sign in.',
  ready: 'It is set up. Sign in with your password and the next code.',
  enter: 'A code from your phone',
} as const

export const passkeys = {
  title: 'Passkeys',
  what: 'A passkey of your device or password manager signs you in without a password: you unlock it as you unlock the device.',
  notHere: 'This browser, or this address, knows no passkeys: they need HTTPS.',
  add: 'Add a passkey',
  isAdded: 'The passkey is added.',
  notMade: 'No passkey was made. Try again, or close this window.',
  name: 'What it is called',
  used: 'Last used {{when}}',
  added: 'Added {{when}}, not used yet',
  removeOf: 'Remove the passkey {{name}}',
  signIn: 'Sign in with a passkey',
} as const

export const signInRule = {
  title: 'Second factor',
  from: 'Who needs one',
  hint: 'An app on the phone or a passkey. Whoever has none sets it up at the next sign-in.',
  nobody: 'Nobody has to',
  role: '{{role}} and above',
  changed: 'Saved. It counts within a quarter of an hour.',
  removeFrom: 'Remove the second factor',
  removeFromOf: 'Remove the second factor of {{name}}',
  removeFromText:
    'For who has lost their phone. The app, its recovery codes and all passkeys of this person stop working.',
} as const

export const address = {
  title: 'E-mail address',
  now: 'You sign in with {{email}}.',
  new: 'New address',
  ask: 'Send a link there',
  asked: 'A letter with a link is on its way. Your address changes when you open it.',
  noMail: 'Nobody sends mail here yet: an administrator sets up the mail server.',
  confirmTitle: 'Your new address',
  confirm: 'Use this address from now on',
  confirmed: 'From now on you sign in with {{email}}.',
} as const
