"""What synthetic shops sell: names that read the same in French and in English."""

from dataclasses import dataclass

from etl_svc.rules import Profile

Week = tuple[float, float, float, float, float, float, float]
"""How much is sold on each weekday, Monday first, against the average day."""

SHOP_WEEK: Week = (0.85, 0.85, 0.9, 1.0, 1.25, 1.45, 0.7)
WEEKEND: Week = (0.7, 0.7, 0.8, 0.9, 1.3, 1.6, 1.0)
SATURDAY: Week = (0.8, 0.75, 0.95, 0.9, 1.2, 1.9, 0.5)
WORKDAYS: Week = (1.4, 1.3, 1.25, 1.25, 1.2, 0.6, 0.0)


@dataclass(frozen=True, slots=True)
class Category:
    """``price`` and ``level`` (units on an average day) are ranges; ``season`` is
    how far the year swings around that average, highest on day ``peak`` of the
    year; ``rare`` is the share of products that sell on few days only."""

    name: str
    code: str
    items: tuple[str, ...]
    packs: tuple[str, ...]
    price: tuple[float, float]
    level: tuple[float, float]
    week: Week
    season: float
    peak: int
    rare: float = 0.05


LINES = ("", "Bio", "Premium", "Maxi")
"""A second and further products of the same item and pack."""

ASSORTMENTS: dict[Profile, tuple[Category, ...]] = {
    "grocery": (
        Category(
            "Viennoiseries", "VIE",
            ("Croissant", "Brioche", "Baguette", "Ciabatta", "Focaccia", "Muffin", "Cookie", "Donut", "Bagel", "Panini"),
            ("nature", "x2", "x4"), (0.9, 6.5), (8, 60), WEEKEND, 0.1, 20,
        ),
        Category(
            "Sodas", "SOD",
            ("Cola", "Tonic", "Orange", "Limonade", "Kombucha", "Ginger", "Mojito", "Grenadine", "Mango", "Cassis"),
            ("33 cl", "75 cl", "1,5 l"), (0.9, 4.5), (4, 35), SHOP_WEEK, 0.4, 200,
        ),
        Category(
            "Café", "CAF",
            ("Espresso", "Arabica", "Robusta", "Cappuccino", "Lungo", "Ristretto", "Moka", "Chai", "Rooibos", "Earl Grey"),
            ("250 g", "500 g", "1 kg"), (2.9, 18), (2, 14), SHOP_WEEK, 0.2, 15,
        ),
        Category(
            "Pasta", "PAS",
            ("Spaghetti", "Penne", "Fusilli", "Tagliatelle", "Ravioli", "Gnocchi", "Couscous", "Polenta", "Basmati", "Quinoa"),
            ("250 g", "500 g", "1 kg"), (0.9, 5.5), (3, 25), SHOP_WEEK, 0.1, 10,
        ),
        Category(
            "Fruits", "FRU",
            ("Orange", "Kiwi", "Mango", "Melon", "Papaya", "Litchi", "Nectarine", "Grenade", "Clementine", "Kumquat"),
            ("500 g", "1 kg", "x4"), (1.5, 7), (4, 40), SHOP_WEEK, 0.35, 190,
        ),
        Category(
            "Desserts", "DES",
            ("Tiramisu", "Panna cotta", "Mousse", "Sorbet", "Macaron", "Nougat", "Caramel", "Praline", "Marzipan", "Skyr"),
            ("100 g", "250 g", "x4"), (1.2, 8), (2, 18), WEEKEND, 0.25, 355,
        ),
        Category(
            "Condiments", "CON",
            ("Harissa", "Ketchup", "Pesto", "Tapenade", "Chutney", "Tahini", "Sriracha", "Wasabi", "Paprika", "Curry"),
            ("90 g", "200 g", "350 g"), (1.5, 7.5), (0.3, 6), SHOP_WEEK, 0.15, 180, 0.35,
        ),
        Category(
            "Cosmétiques", "COS",
            ("Savon", "Gel aloe vera", "Lotion", "Shampoo", "Sérum", "Talc", "Parfum", "Mascara", "Tonic", "Argan"),
            ("50 ml", "100 ml", "250 ml"), (2.5, 24), (0.2, 4), SHOP_WEEK, 0.1, 170, 0.4,
        ),
    ),
    "fashion": (
        Category(
            "T-shirts & Polos", "TSH",
            ("T-shirt", "Polo", "Body", "Top", "Crop top", "Tunique"),
            ("S", "M", "L", "XL"), (9, 45), (0.5, 8), SATURDAY, 0.5, 185, 0.1,
        ),
        Category(
            "Jeans & Shorts", "JEA",
            ("Jean slim", "Jean bootcut", "Short", "Chino", "Legging", "Jogging"),
            ("S", "M", "L", "XL"), (25, 90), (0.3, 5), SATURDAY, 0.2, 260, 0.1,
        ),
        Category(
            "Parkas & Cardigans", "PAR",
            ("Parka", "Cardigan", "Pull", "Cape", "Poncho", "Blouson"),
            ("S", "M", "L", "XL"), (39, 180), (0.1, 3), SATURDAY, 0.8, 345, 0.2,
        ),
        Category(
            "Accessoires", "ACC",
            ("Foulard", "Béret", "Bandana", "Sac tote", "Bracelet", "Collier"),
            ("Noir", "Beige", "Orange", "Turquoise"), (6, 60), (0.2, 4), SATURDAY, 0.3, 350, 0.3,
        ),
    ),
    "spare_parts": (
        Category(
            "Filtration", "FIL",
            ("Filtre diesel", "Filtre cabine", "Filtre air", "Cartouche", "Membrane"),
            ("A1", "B2", "C3", "D4"), (6, 60), (0.3, 4), WORKDAYS, 0.1, 100, 0.4,
        ),
        Category(
            "Transmission", "TRA",
            ("Joint", "Piston", "Pignon", "Courroie", "Disque"),
            ("M8", "M10", "M12", "M16"), (3, 180), (0.1, 2), WORKDAYS, 0.05, 100, 0.8,
        ),
        Category(
            "Suspension", "SUS",
            ("Silentbloc", "Rotule", "Amortisseur", "Stabilisateur", "Suspension"),
            ("AV", "AR", "G", "D"), (9, 240), (0.05, 1), WORKDAYS, 0.1, 330, 0.9,
        ),
        Category(
            "Batteries", "BAT",
            ("Batterie AGM", "Batterie EFB", "Batterie gel", "Module", "Fusible"),
            ("45 Ah", "60 Ah", "70 Ah", "95 Ah"), (5, 210), (0.1, 2), WORKDAYS, 0.6, 15, 0.5,
        ),
    ),
    "ice_cream": (
        Category(
            "Sorbets", "SOR",
            ("Mango", "Cassis", "Citron", "Framboise", "Passion", "Litchi", "Melon", "Kiwi"),
            ("100 ml", "500 ml", "1 l"), (2.2, 9.5), (2, 40), WEEKEND, 0.9, 205,
        ),
        Category(
            "Ice cream", "ICE",
            ("Vanille", "Caramel", "Praline", "Cookie", "Pistache", "Nougat", "Café", "Coco"),
            ("100 ml", "500 ml", "1 l"), (2.5, 11), (3, 60), WEEKEND, 0.85, 205,
        ),
        Category(
            "Cones", "CON",
            ("Cornet", "Gaufre", "Coupe", "Macaron", "Sandwich"),
            ("x1", "x4", "x8"), (0.8, 7), (2, 30), WEEKEND, 0.9, 200, 0.1,
        ),
    ),
    "stationery": (
        Category(
            "Notes", "NOT",
            ("Bloc", "Agenda", "Album", "Carnet", "Classeur", "Dossier"),
            ("A4", "A5", "A6"), (1.5, 18), (0.5, 12), SATURDAY, 0.6, 245, 0.15,
        ),
        Category(
            "Stylos", "STY",
            ("Roller", "Gel", "Feutre", "Crayon", "Marker", "Gomme"),
            ("x1", "x4", "x12"), (0.9, 14), (1, 20), SATURDAY, 0.5, 245, 0.1,
        ),
        Category(
            "Papier & Cartes", "PAP",
            ("Carte", "Enveloppe", "Origami", "Poster", "Sticker", "Ruban"),
            ("Noir", "Orange", "Turquoise", "Beige"), (0.5, 9), (0.2, 6), SHOP_WEEK, 0.5, 350, 0.3,
        ),
    ),
}  # fmt: skip
