"""Documents: purchase orders as people, spreadsheets and suppliers' systems read them."""
