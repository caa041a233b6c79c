export const settings = {
  title: 'Shop',
  subtitle:
    'What is changed counts at once, the country from the next training on; opening days are kept and not used yet.',
  reader:
    'What is changed counts at once, the country from the next training on; opening days are kept and not used yet. Administrators can change them.',
  identity: 'The shop',
  money: 'Money',
  days: 'Days',
  selling: 'Stock, selling and accounts',
  name: 'Name',
  address: 'Address',
  addressHelp: 'As it stands on documents.',
  country: 'Country',
  countryHelp: 'Forecasts take its public holidays into account.',
  currency: 'Currency',
  currencyHelp: 'Of every price and amount.',
  currencyWarning:
    'Amounts are not converted, those of past sales neither: {{from}} becomes {{to}}.',
  prices_include_tax: 'Prices include tax',
  prices_include_taxHelp: 'Whether what a customer pays is the price itself.',
  time_zone: 'Time zone',
  time_zoneHelp: 'It decides what “today” is, and on which day a sale falls.',
  zoneWarning:
    'With a new time zone every past sale is put on its day anew: all daily series are rebuilt, and forecasts follow once that is done. Times are shown by the new clock at once.',
  zonesOfCountry: 'Of the country',
  zonesOthers: 'All others',
  opening_days: 'Opening days',
  opening_daysHelp: 'The weekdays on which the shop is open.',
  default_target: 'Service level',
  default_targetHelp:
    'How many in a hundred replenishment cycles should pass without running out, where a product has no level of its own. More needs more stock.',
  default_targetLimits: 'More than 0 % and less than 100 %.',
  short_stock: 'When more is sold than the stock says',
  short_stockHelp: 'What is on the counter may be more than what was counted.',
  shortStock: {
    refuse: 'Refuse the sale',
    correct: 'Sell it and correct the stock',
  },
  weight_code_layout: 'Barcodes of the scales',
  weight_code_layoutHelp:
    '13 characters: two digits, then I for the item, perhaps V for a check digit of the value, W for grams or P for a price in hundredths, and C for the last check digit.',
  layoutRule: '13 characters such as 21IIIIIWWWWWC or 21IIIIVPPPPPC.',
  open_role: 'Role of new accounts',
  open_roleHelp: 'Of people who create an account themselves.',
  unsaid: 'Not said yet',
  saved: 'The settings are saved.',
  rebased:
    'Somebody else saved these settings meanwhile. What you changed is still here; everything else is as it was saved. Look at it and save again.',
  both: 'Changed by both of you: {{fields}}.',
} as const
