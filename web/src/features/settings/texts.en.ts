export const settings = {
  subtitle:
    'Changes apply at once; the country from the next calculation of forecasts. Opening days are saved but not used yet.',
  reader:
    'Changes apply at once; the country from the next calculation of forecasts. Opening days are saved but not used yet. Administrators can change these settings.',
  identity: 'The shop',
  money: 'Money',
  days: 'Days',
  selling: 'Stock, selling and accounts',
  name: 'Name',
  address: 'Address',
  addressHelp: 'As printed on documents.',
  country: 'Country',
  countryHelp:
    'Decides how dates and numbers are written, and which public holidays forecasts use.',
  currency: 'Currency',
  currencyHelp: 'Used for every price and amount.',
  currencyWarning: 'Amounts are not converted, including past sales: {{from}} becomes {{to}}.',
  prices_include_tax: 'Prices include tax',
  prices_include_taxHelp: 'Customers pay exactly the price shown.',
  time_zone: 'Time zone',
  time_zoneHelp: 'Decides what “today” is and on which day a sale falls.',
  zoneWarning:
    'With a new time zone, past sales may fall on other days: all daily series are rebuilt, then forecasts follow. Times use the new zone at once.',
  zonesOfCountry: 'In this country',
  zonesOthers: 'Others',
  opening_days: 'Opening days',
  opening_daysHelp: 'The weekdays on which the shop is open.',
  default_target: 'Service level',
  default_targetHelp:
    'Share of replenishment cycles without a stock-out, for products without their own target. A higher level needs more stock.',
  default_targetLimits: 'More than 0 % and less than 100 %.',
  short_stock: 'When more is sold than recorded in stock',
  short_stockHelp: 'There may be more on the shelf than was counted.',
  shortStock: {
    refuse: 'Refuse the sale',
    correct: 'Sell it and correct the stock',
  },
  weight_code_layout: 'Scale barcodes',
  weight_code_layoutHelp:
    '13 characters: two digits, then I for the item, optionally V for a check digit of the value, W for grams or P for a price in cents, and C for the final check digit.',
  layoutRule: '13 characters such as 21IIIIIWWWWWC or 21IIIIVPPPPPC.',
  open_role: 'Role of new accounts',
  open_roleHelp: 'For people who create their own account.',
  unsaid: 'Not set',
  saved: 'Settings saved.',
  rebased:
    'Someone else saved these settings in the meantime. Your changes are still here; everything else is as they saved it. Check it and save again.',
  both: 'Changed by both of you: {{fields}}.',
} as const
