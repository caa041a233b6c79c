export const secondFactor = {
  title: 'A code from your phone',
  off: 'Anyone who knows your password can sign in as you. An authenticator app on your phone prevents that.',
  needed: 'Your role requires a second factor: set one up.',
  on_zero:
    'Signing in asks for a code from your phone. No recovery codes are left: create new ones.',
  on_one: 'Signing in asks for a code from your phone. One recovery code is left.',
  on_other: 'Signing in asks for a code from your phone. {{count}} recovery codes are left.',
  add: 'Set up an app',
  remove: 'Remove the app',
  renew: 'New recovery codes',
  what: 'You need an authenticator app on your phone, such as your password manager.',
  next: 'Next',
  scan: 'Scan this QR code with the app, then enter the code it shows.',
  picture: 'QR code to scan with the app',
  orType: 'Or type this into the app:',
  code: 'Code',
  codeHint: 'From your phone, or a recovery code.',
  confirm: 'Confirm',
  keepCodes: 'Save these recovery codes',
  keepCodesText:
    'Each code signs you in once if you lose your phone. They are shown only once. Without them, an administrator has to help you.',
  copyCodes: 'Copy the codes',
  kept: 'I saved them',
  needsSetup: 'Set up a second factor',
  needsSetupText: 'Your role requires a code from your phone. Set it up, then sign in.',
  ready: 'All set. Sign in with your password and the next code.',
  enter: 'A code from your phone',
} as const

export const passkeys = {
  title: 'Passkeys',
  what: 'A passkey on your device or in your password manager signs you in without a password: unlock it as you unlock your device.',
  notHere: 'Passkeys are not available in this browser or at this address: they need HTTPS.',
  add: 'Add a passkey',
  isAdded: 'The passkey was added.',
  notMade: 'No passkey was created. Try again, or close this window.',
  name: 'Name',
  used: 'Last used {{when}}',
  added: 'Added {{when}}, not used yet',
  removeOf: 'Remove the passkey {{name}}',
  signIn: 'Sign in with a passkey',
} as const

export const signInRule = {
  title: 'Second factor',
  from: 'Who needs one',
  hint: 'An authenticator app or a passkey. Anyone without one sets it up at their next sign-in.',
  nobody: 'Nobody',
  role: '{{role}} and above',
  changed: 'Saved. It applies within 15 minutes.',
  removeFrom: 'Remove the second factor',
  removeFromOf: 'Remove the second factor of {{name}}',
  removeFromText:
    'For people who have lost their phone. Their app, recovery codes and passkeys stop working.',
} as const

export const address = {
  title: 'E-mail address',
  now: 'You sign in with {{email}}.',
  new: 'New address',
  ask: 'Send a link',
  asked: 'An e-mail with a link is on its way. Your address changes when you open it.',
  noMail: 'No mail server is set up yet: ask an administrator.',
  confirmTitle: 'Your new address',
  confirm: 'Use this address from now on',
  confirmed: 'From now on you sign in with {{email}}.',
} as const
