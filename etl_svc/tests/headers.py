"""Headers as tills, shops and forecasting tools write them, each with a made-up row,
and what their columns tell. ``~`` stands between columns."""

HEADERS = {
    "clover": (
        "Line Item Date~Order Date~Order ID~Order Number~Order Employee Name~Item ID~Item Name"
        "~Item SKU~Per Unit Quantity~Item Revenue~Discounts~Tax Amount~Item Total~Refunded",
        "2026-02-13 09:05~2026-02-13 09:04~O1~7~Ann~X1~Latte~LAT-1~1~$3.50~$0.00~$0.30~$3.80~",
        {"sku": "Item SKU", "name": "Item Name", "sold_at": "Line Item Date", "quantity": "Per Unit Quantity",
         "id": "Order ID", "amount": "Item Revenue"},
    ),
    "lightspeed r": (
        "Sale ID~Date Time~Item~System ID~Custom SKU~UPC~Qty~Price~Discount~Total~Employee~Customer",
        "1~2026-02-13T09:05:00+00:00~Mug~21~MUG-1~~2~$12.00~$0.00~$24.00~Ann~",
        {"sku": "Custom SKU", "name": "Item", "sold_at": "Date Time", "quantity": "Qty", "price": "Price", "id": "Sale ID"},
    ),
    "lightspeed x": (
        "Sale Date~Receipt Number~Product~SKU~Brand~Supplier~Product Category~Items Sold~Revenue~Cost of Goods~Gross Profit",
        "2026-02-13~1001~Mug~MUG-1~Acme~Acme~Cups~2~24.00~8.00~16.00",
        {"sku": "SKU", "name": "Product", "sold_at": "Sale Date", "quantity": "Items Sold", "amount": "Revenue",
         "id": "Receipt Number", "category": "Product Category"},
    ),
    "toast": (
        "Location~Order Id~Order #~Sent Date~Order Date~Check Id~Server~Table~Dining Option~Item Selection Id~Item Id~SKU"
        "~PLU~Menu Item~Menu Group~Menu~Sales Category~Gross Price~Discount~Net Price~Qty~Tax~Void?",
        "Main~5001~12~2/13/26 9:05 AM~2/13/26 9:04 AM~6001~Ann~4~Dine In~7001~8001~~~Latte~Coffee~All day~Beverage~3.50~0.00~3.50~1~0.30~false",
        {"name": "Menu Item", "sold_at": "Order Date", "quantity": "Qty", "id": "Order Id", "sku": "SKU"},
    ),
    "loyverse": (
        "Date~Receipt number~Receipt type~Category~SKU~Item~Variant~Modifiers applied~Quantity~Gross sales~Discounts~Net sales"
        "~Cost of goods~Gross profit~Taxes~POS~Store~Cashier name~Customer name~Comment~Status",
        "13/02/26 09:05~1-1001~Sale~Cups~10001~Mug~Blue~~2.000~24.00~0.00~24.00~8.00~16.00~0.00~Till 1~Main~Ann~~~Closed",
        {"sku": "SKU", "name": "Item", "sold_at": "Date", "quantity": "Quantity", "amount": "Gross sales",
         "id": "Receipt number", "category": "Category", "status": "Status"},
    ),
    "zettle": (
        "Date~Time~Receipt number~Name~Variant~SKU~Barcode~Quantity~Unit price~Discount~Final price (GBP)~VAT (GBP)~Staff~Device",
        "2026-02-13~09:05~1001~Mug~Blue~MUG-1~~2~12.00~0.00~24.00~4.00~Ann~Phone",
        {"sku": "SKU", "name": "Name", "sold_at": "Date", "time": "Time", "quantity": "Quantity", "price": "Unit price",
         "id": "Receipt number"},
    ),
    "sumup": (
        "Date~Transaction ID~Payment method~Quantity~Description~Currency~Price (Gross)~Price (Net)~Tax~Tax rate~Transaction refunded~Account",
        "13 Feb 2026 09:05~TX1~Card~2~Mug~GBP~24.00~20.00~4.00~20%~~a@example.com",
        {"name": "Description", "sold_at": "Date", "quantity": "Quantity", "id": "Transaction ID"},
    ),
    "sumup fr": (
        "Date~Heure~Identifiant de la transaction~Moyen de paiement~Quantité~Description~Devise~Prix (TTC)~Prix (HT)~TVA~Taux de TVA",
        "13/02/2026~09:05~TX1~Carte~2~Tasse~EUR~24,00~20,00~4,00~20%",
        {"name": "Description", "sold_at": "Date", "time": "Heure", "quantity": "Quantité",
         "id": "Identifiant de la transaction"},
    ),
    "hiboutik": (
        "N° vente~Date~Heure~Vendeur~Catégorie~Réf. produit~Libellé produit~Quantité~PU TTC~Remise~Total TTC~Moyen de paiement",
        "1001~13/02/2026~09:05~Ann~Tasses~T-1~Tasse bleue~2~12,00~0,00~24,00~CB",
        {"sku": "Réf. produit", "name": "Libellé produit", "sold_at": "Date", "time": "Heure", "quantity": "Quantité",
         "price": "PU TTC", "amount": "Total TTC", "id": "N° vente", "category": "Catégorie"},
    ),
    "prestashop sql": (
        "id_order~reference~date_add~id_customer~product_id~product_reference~product_name~product_quantity"
        "~unit_price_tax_incl~total_price_tax_incl~current_state",
        "5~XKBKNABJK~2026-02-13 09:05:00~3~9~TS-1~T-shirt~2~28.680000~57.360000~2",
        {"sku": "product_reference", "name": "product_name", "sold_at": "date_add", "quantity": "product_quantity",
         "price": "unit_price_tax_incl", "id": "id_order", "status": "current_state"},
    ),
    "woocommerce rows": (
        "order_id~order_number~order_status~order_date~customer_id~item_sku~item_name~item_quantity~item_total~shipping_total~order_total",
        "501~501~completed~2026-02-13 09:05:00~3~THE-1~Thé vert~2~19.80~5.00~24.80",
        {"sku": "item_sku", "name": "item_name", "sold_at": "order_date", "quantity": "item_quantity", "amount": "item_total",
         "status": "order_status"},
    ),
    "shopify by day": (
        "Day~Product title~Variant title~Variant SKU~Net items sold~Gross sales~Discounts~Returns~Net sales~Taxes~Total sales",
        "2026-02-13~Mug~Blue~MUG-1~2~24.00~0.00~0.00~24.00~0.00~24.00",
        {"sku": "Variant SKU", "name": "Product title", "sold_at": "Day", "quantity": "Net items sold", "amount": "Gross sales"},
    ),
    "shopify columns": (
        "day~product_title~product_variant_sku~ordered_item_quantity~returned_item_quantity~net_quantity~gross_sales",
        "2026-02-13~Mug~MUG-1~2~0~2~24.00",
        {"sku": "product_variant_sku", "name": "product_title", "sold_at": "day", "quantity": "net_quantity"},
    ),
    "squarespace": (
        "Order ID~Email~Financial Status~Paid at~Fulfillment Status~Currency~Subtotal~Shipping~Taxes~Total~Created at"
        "~Lineitem quantity~Lineitem name~Lineitem price~Lineitem sku~Lineitem variant~Billing Name~Shipping City",
        "00123~a@example.com~PAID~2026-02-13 09:05:00 -0500~FULFILLED~USD~24.00~5.00~0.00~29.00~2026-02-13 09:04:00 -0500"
        "~2~Mug~12.00~SQ123~Blue~Ann~Town",
        {"sku": "Lineitem sku", "name": "Lineitem name", "quantity": "Lineitem quantity", "price": "Lineitem price",
         "id": "Order ID", "status": "Financial Status"},
    ),
    "stocky": (
        "Date~Product title~Variant title~SKU~Barcode~Vendor~Units sold~Sales value~Stock on hand",
        "2026-02-13~Mug~Blue~MUG-1~~Acme~2~24.00~17",
        {"sku": "SKU", "name": "Product title", "sold_at": "Date", "quantity": "Units sold"},
    ),
    "odoo fr": (
        "Lignes de commande/Article/Référence interne~Lignes de commande/Article/Nom~Date de la commande~Référence de la commande"
        "~Lignes de commande/Quantité~Lignes de commande/Prix unitaire~Statut",
        "D-1~Bureau~2026-02-13 09:05:00~S0001~2~120.00~Payé",
        {"sku": "Lignes de commande/Article/Référence interne", "name": "Lignes de commande/Article/Nom",
         "sold_at": "Date de la commande", "quantity": "Lignes de commande/Quantité", "price": "Lignes de commande/Prix unitaire",
         "id": "Référence de la commande", "status": "Statut"},
    ),
    "german till": (
        "Belegnummer~Verkaufsdatum~Uhrzeit~Artikel-Nr.~Bezeichnung~Warengruppe~Menge~Einzelpreis~Gesamtpreis~MwSt.~Filiale",
        "1001~13.02.2026~09:05~4711~Tasse blau~Tassen~2~12,00~24,00~19%~Mitte",
        {"sku": "Artikel-Nr.", "name": "Bezeichnung", "sold_at": "Verkaufsdatum", "time": "Uhrzeit", "quantity": "Menge",
         "price": "Einzelpreis", "amount": "Gesamtpreis", "id": "Belegnummer", "category": "Warengruppe"},
    ),
    "german short": (
        "Datum~Artikel~verkaufte Menge~Umsatz (EUR)",
        "13.02.2026~Tasse blau~2~24,00",
        {"sku": "Artikel", "sold_at": "Datum", "quantity": "verkaufte Menge", "amount": "Umsatz (EUR)"},
    ),
    "spanish": (
        "Fecha de venta~N.º ticket~Código producto~Descripción~Unidades vendidas~Precio unitario~Importe~Tienda",
        "13/02/2026~1001~TZ-1~Taza azul~2~12,00~24,00~Centro",
        {"sku": "Código producto", "name": "Descripción", "sold_at": "Fecha de venta", "quantity": "Unidades vendidas",
         "price": "Precio unitario", "amount": "Importe", "id": "N.º ticket"},
    ),
    "italian": (
        "Data vendita~Ora~Codice articolo~Descrizione~Quantità venduta~Prezzo unitario~Importo~Reparto",
        "13/02/2026~09:05~TZ-1~Tazza blu~2~12,00~24,00~Tazze",
        {"sku": "Codice articolo", "name": "Descrizione", "sold_at": "Data vendita", "time": "Ora", "quantity": "Quantità venduta",
         "price": "Prezzo unitario", "amount": "Importo", "category": "Reparto"},
    ),
    "french words turned": (
        "vente_date~produit_ref~qte_vendue~client_nom~pu_ht~pu_ttc",
        "2026-02-13~T-1~2~Ann~10.00~12.00",
        {"sku": "produit_ref", "sold_at": "vente_date", "quantity": "qte_vendue"},
    ),
    "french count": (
        "JOUR~NOM PRODUIT~NOMBRE VENDU~CHIFFRE D'AFFAIRES",
        "13/02/2026~Tasse bleue~2~24,00",
        {"name": "NOM PRODUIT", "sold_at": "JOUR", "quantity": "NOMBRE VENDU", "amount": "CHIFFRE D'AFFAIRES"},
    ),
    "database": (
        "o.order_id~o.created_at~oi.product_id~p.name~oi.qty~oi.unit_price",
        "1~2026-02-13 09:05:00~7~Mug~2~12.00",
        {"sku": "oi.product_id", "sold_at": "o.created_at", "quantity": "oi.qty", "price": "oi.unit_price", "id": "o.order_id"},
    ),
    "camel case": (
        "transactionId~saleDate~productCode~productName~unitsSold~unitPrice~totalAmount~customerName",
        "1~2026-02-13~M-1~Mug~2~12.00~24.00~Ann",
        {"sku": "productCode", "name": "productName", "sold_at": "saleDate", "quantity": "unitsSold", "price": "unitPrice",
         "id": "transactionId"},
    ),
    "capitals joined": (
        "ORDERNUMBER~QUANTITYORDERED~PRICEEACH~ORDERLINENUMBER~SALES~ORDERDATE~STATUS~PRODUCTLINE~MSRP~PRODUCTCODE~CUSTOMERNAME",
        "10107~30~95.7~2~2871~2/24/2003 0:00~Shipped~Bikes~95~S10_1678~Ann",
        {"sku": "PRODUCTCODE", "sold_at": "ORDERDATE", "quantity": "QUANTITYORDERED", "price": "PRICEEACH",
         "id": "ORDERNUMBER", "status": "STATUS"},
    ),
    "forecasting": (
        "unique_id~ds~y", "MUG~2026-02-13~10.0", {"sku": "unique_id", "sold_at": "ds", "quantity": "y"},
    ),
    "superstore": (
        "Row ID~Order ID~Order Date~Ship Date~Ship Mode~Customer ID~Customer Name~Segment~Country~City~State~Product ID~Category"
        "~Sub-Category~Product Name~Sales~Quantity~Discount~Profit",
        "1~CA-1~13/02/2026~15/02/2026~First Class~C1~Ann~Consumer~US~Town~Ohio~P-1~Office~Paper~Notebook~24.96~2~0.2~6.5",
        {"sku": "Product ID", "name": "Product Name", "sold_at": "Order Date", "quantity": "Quantity", "id": "Order ID",
         "category": "Category"},
    ),
    "bike shop": (
        "InvoiceNo~StockCode~Description~Quantity~InvoiceDate~UnitPrice~CustomerID~Country",
        "536365~85123A~Holder~6~12/1/2010 8:26~2.55~17850~United Kingdom",
        {"sku": "StockCode", "name": "Description", "sold_at": "InvoiceDate", "quantity": "Quantity", "price": "UnitPrice",
         "id": "InvoiceNo"},
    ),
    "pharmacy": (
        "id~idClient~idMedicament~quantite~montantTotal~dateVente",
        "4~9~31~3~8.70~2026-02-13 11:40:00",
        {"sku": "idMedicament", "sold_at": "dateVente", "quantity": "quantite", "amount": "montantTotal", "id": "id"},
    ),
    "codes called by two words": (
        "Date~ID Reference produit~Quantite~ID Magasin",
        "13/02/2026~VIS-M4~40~2",
        {"sku": "ID Reference produit", "sold_at": "Date", "quantity": "Quantite", "location": "ID Magasin"},
    ),
    "names begin alike": (
        "transaction_id~transaction_date~transaction_time~transaction_qty~store_id~product_id~unit_price~product_detail",
        "71~2026-02-13~09:05:00~2~5~32~3.10~Flat white",
        {"sku": "product_id", "name": "product_detail", "sold_at": "transaction_date", "time": "transaction_time",
         "quantity": "transaction_qty", "price": "unit_price", "id": "transaction_id"},
    ),
    "items": (
        "order_id~date~item_name~item_type~item_price~quantity",
        "8~02/13/2026~Samosa~Snack~25~4",
        {"name": "item_name", "sold_at": "date", "quantity": "quantity", "price": "item_price", "category": "item_type",
         "id": "order_id"},
    ),
    "corner shop": (
        "Date~Produit~Quantite~Prix_unitaire",
        "2026-02-13~Poire~5~0.62",
        {"sku": "Produit", "sold_at": "Date", "quantity": "Quantite", "price": "Prix_unitaire"},
    ),
    "prestashop fr": (
        "ID commande~Date~Référence produit~Nom du produit~Quantité~Prix unitaire (TTC)~État",
        "12~2026-02-13 09:05:00~ECH-3~Écharpe~2~31,40~Paiement accepté",
        {"sku": "Référence produit", "name": "Nom du produit", "sold_at": "Date", "quantity": "Quantité",
         "price": "Prix unitaire (TTC)", "id": "ID commande", "status": "État"},
    ),
    "shopify net": (
        "Product title~Variant SKU~Day~Net quantity~Gross sales",
        "Jug~JUG-G~2026-02-13~3~51.00",
        {"sku": "Variant SKU", "name": "Product title", "sold_at": "Day", "quantity": "Net quantity", "amount": "Gross sales"},
    ),
    "forecasting with prices": (
        "unique_id~ds~y~unit_price",
        "7 ECLAIR~2026-02-13~6.0~3.2",
        {"sku": "unique_id", "sold_at": "ds", "quantity": "y", "price": "unit_price"},
    ),
    "restaurant": (
        "Order Number~Order Date~Item Name~Quantity~Product Price~Total products",
        "911~13/02/2026 19:57~Red wine~2~14.50~3",
        {"name": "Item Name", "sold_at": "Order Date", "quantity": "Quantity", "price": "Product Price", "id": "Order Number"},
    ),
    "shops of towns": (
        "Date~Produit~Categorie~Quantite~Prix~Ville",
        "2026-02-13~Clavier~Accessoire~7~6500~Y",
        {"sku": "Produit", "sold_at": "Date", "quantity": "Quantite", "price": "Prix", "category": "Categorie"},
    ),
    "days of products": (
        "date~product~quantity", "2026-02-13~House salad~19", {"sku": "product", "sold_at": "date", "quantity": "quantity"},
    ),
}  # fmt: skip
