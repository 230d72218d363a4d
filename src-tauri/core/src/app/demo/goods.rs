//! What Alder & Pine sells.

/// What a good's shelf looks like at the end of the story.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shelf {
    /// Filled up when it runs low.
    Kept,
    /// No delivery came for ten days; a stock-take found so many units.
    Left(i64),
    /// As [`Shelf::Left`], and somebody holds all of them.
    AllHeld(i64),
}

#[derive(Debug, Clone, Copy)]
pub struct Good {
    pub name: &'static str,
    pub sku: &'static str,
    /// In minor units.
    pub price: i64,
    /// Units on the shelf when it is full.
    pub full: i64,
    /// How often it sells, beside the others.
    pub pace: i64,
    pub unit: &'static str,
    pub shelf: Shelf,
}

const fn good(name: &'static str, sku: &'static str, price: i64, full: i64, pace: i64) -> Good {
    Good { name, sku, price, full, pace, unit: "piece", shelf: Shelf::Kept }
}

const fn pair(good: Good) -> Good {
    Good { unit: "pair", ..good }
}

const fn left(good: Good, units: i64) -> Good {
    Good { shelf: Shelf::Left(units), ..good }
}

const fn all_held(good: Good, units: i64) -> Good {
    Good { shelf: Shelf::AllHeld(units), ..good }
}

/// The first fifty are the usual sample; more products are these again in other colours.
pub const GOODS: [Good; 50] = [
    left(good("Fjord 2P Tent, Moss", "FJ-TENT2-MOS", 34_900, 8, 2), 1),
    good("Fjord 3P Tent, Sand, with footprint", "FJ-TENT3-SND-F", 44_900, 7, 2),
    good("Ember Gas Stove", "EM-STOVE-1", 5_800, 24, 6),
    good("Gas Canister 230 g", "EM-GAS-230", 795, 190, 12),
    good("Gas Canister 450 g", "EM-GAS-450", 1_250, 90, 7),
    good("Ridge Headlamp 400, Slate", "RG-HL400-SLT", 4_490, 30, 7),
    good("Karst 45 Backpack, Slate", "KA-BP45-SLT", 17_900, 10, 3),
    good("Karst 30 Daypack, Ink", "KA-BP30-INK", 9_900, 16, 4),
    good("Sleeping Mat Drift R", "DR-MAT-R", 11_900, 18, 3),
    left(good("Down Quilt 135 × 200", "DQ-135-200", 15_900, 9, 2), 2),
    good("Merlin Sleeping Bag, 3 Season", "ML-SB3-REG", 14_900, 12, 3),
    pair(good("Trekking Poles Aran", "AR-POLE-2", 8_400, 14, 3)),
    good("Tarn Insulated Bottle 0.75 L, Forest", "TN-BOT75-FOR", 3_250, 52, 9),
    left(good("Tarn Insulated Bottle 0.75 L, Sand", "TN-BOT75-SND", 3_250, 20, 6), 0),
    pair(good("Trail Sock, Charcoal 42–44", "TS-CHR-42", 1_890, 60, 9)),
    pair(good("Trail Sock, Heather 38–40", "TS-HTH-38", 1_890, 60, 8)),
    good("Burren Merino Base Layer, Ink M", "BU-MER-INK-M", 6_900, 18, 5),
    good("Burren Merino Base Layer, Ink L", "BU-MER-INK-L", 6_900, 18, 5),
    good("Mweelrea Rain Shell, Kelp M", "MW-RS-KLP-M", 18_900, 9, 3),
    good("Mweelrea Rain Shell, Kelp L", "MW-RS-KLP-L", 18_900, 9, 2),
    good("Dry Bag 20 L, Signal", "DB-20-SIG", 2_400, 34, 5),
    good("Titanium Spork", "TI-SPORK", 1_150, 80, 6),
    good("Water Filter Brook", "BR-FILT-1", 4_650, 20, 4),
    good("First Aid Kit, Hillwalker", "FA-HILL", 3_490, 26, 4),
    good("Compass, Baseplate", "CP-BASE", 2_950, 22, 3),
    good("Map, Connemara 1:25 000", "MP-CON-25", 1_495, 70, 7),
    good("Map, Wicklow Mountains 1:25 000", "MP-WIC-25", 1_495, 70, 5),
    good("Camp Chair Lough", "LG-CHAIR", 6_400, 15, 3),
    left(good("Hurricane Lantern, Brass", "HL-BRASS", 5_400, 12, 3), 3),
    good("Paracord 30 m, Olive", "PC-30-OLV", 950, 75, 4),
    good("Inish Wool Blanket, Oat", "IN-BLK-OAT", 8_900, 16, 5),
    good("Inish Wool Blanket, Slate", "IN-BLK-SLT", 8_900, 14, 4),
    good("Claddagh Enamel Mug, White", "CL-MUG-WHT", 1_250, 90, 11),
    good("Claddagh Enamel Mug, Navy", "CL-MUG-NVY", 1_250, 80, 9),
    good("Beeswax Candle, Tall", "HM-CNDL-T", 980, 110, 11),
    good("Beeswax Candle, Pillar", "HM-CNDL-P", 1_680, 64, 7),
    good("Oak Chopping Board, Large", "OK-BRD-L", 4_600, 16, 4),
    good("Oak Chopping Board, Small", "OK-BRD-S", 2_900, 22, 4),
    all_held(good("Skellig Cast-iron Pan 26 cm", "SK-PAN-26", 6_400, 12, 3), 2),
    good("Skellig Cast-iron Casserole 4 L", "SK-CAS-4", 12_900, 9, 2),
    good("Stoneware Teapot 1 L", "ST-TEA-1", 4_800, 18, 4),
    good("Stoneware Bowl, Tide", "ST-BWL-TID", 1_950, 72, 7),
    good("Linen Apron, Indigo", "LN-APR-IND", 3_800, 28, 4),
    good("Linen Tea Towel, Set of 2", "LN-TWL-2", 2_200, 54, 7),
    good("Soda Bread Tin", "SB-TIN", 1_890, 40, 4),
    good("Turf Fire Incense", "TF-INC", 790, 120, 8),
    good("Sheepskin Rug, Natural", "SH-RUG-NAT", 9_400, 8, 2),
    good("Log Basket, Willow", "LB-WIL", 7_200, 10, 2),
    good("Bird Feeder, Cedar", "BF-CED", 3_350, 24, 3),
    good("Garden Trowel, Ash", "GT-ASH", 2_150, 36, 4),
];

/// Where the fifty lie in the tree of categories, in their order: how many, and the path.
pub const SHELVES: [(usize, &[&str]); 17] = [
    (2, &["Camp", "Tents"]),
    (3, &["Camp", "Cooking"]),
    (1, &["Camp", "Light"]),
    (2, &["Walking", "Backpacks"]),
    (3, &["Camp", "Sleeping"]),
    (1, &["Walking"]),
    (2, &["Walking", "Bottles"]),
    (2, &["Clothing", "Socks"]),
    (2, &["Clothing", "Base layers"]),
    (2, &["Clothing", "Shells"]),
    (4, &["Camp"]),
    (3, &["Walking", "Maps and compasses"]),
    (3, &["Camp"]),
    (2, &["Home", "Blankets"]),
    (4, &["Home", "Table"]),
    (12, &["Home", "Kitchen"]),
    (2, &["Garden"]),
];

/// The path of the category that a product of the sample lies in.
pub fn shelf(place: usize) -> &'static [&'static str] {
    let mut left = place % GOODS.len();
    for (goods, path) in SHELVES {
        match left.checked_sub(goods) {
            Some(rest) => left = rest,
            None => return path,
        }
    }
    &["Home"]
}

/// Colours of the products beyond the first fifty, with their part of the SKU.
const COLOURS: [(&str, &str); 10] = [
    ("Bracken", "BRK"),
    ("Charcoal", "CHR"),
    ("Copper", "COP"),
    ("Fern", "FRN"),
    ("Flint", "FLT"),
    ("Gorse", "GRS"),
    ("Heather", "HTH"),
    ("Midnight", "MID"),
    ("Peat", "PEA"),
    ("Tide", "TID"),
];

/// A product of the sample by its place, from 0: the good, its name and its SKU.
pub fn product(place: usize) -> (Good, String, String) {
    let good = GOODS[place % GOODS.len()];
    match place / GOODS.len() {
        0 => (good, good.name.to_owned(), good.sku.to_owned()),
        round => {
            let (colour, code) = COLOURS[(round - 1) % COLOURS.len()];
            let series = match (round - 1) / COLOURS.len() {
                0 => String::new(),
                more => format!(" {}", more + 1),
            };
            let name = format!("{}, {colour}{series}", good.name);
            let sku = format!("{}-{code}{}", good.sku, series.trim());
            (Good { shelf: Shelf::Kept, ..good }, name, sku)
        }
    }
}

/// An EAN-13 under the Irish prefix, with its check digit.
pub fn barcode(place: usize) -> String {
    let digits = format!("539{:09}", 4_170_000 + place * 7);
    let sum: u32 =
        digits.bytes().zip([1, 3].into_iter().cycle()).map(|(digit, weight)| u32::from(digit - b'0') * weight).sum();
    format!("{digits}{}", (10 - sum % 10) % 10)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn every_product_has_a_sku_and_a_barcode_of_its_own() {
        let many = 5_000;
        let skus: BTreeSet<String> = (0..many).map(|place| product(place).2).collect();
        let barcodes: BTreeSet<String> = (0..many).map(barcode).collect();
        assert_eq!((skus.len(), barcodes.len()), (many, many));
    }

    #[test]
    fn every_good_lies_on_a_shelf() {
        assert_eq!(SHELVES.iter().map(|(goods, _)| goods).sum::<usize>(), GOODS.len());
        assert_eq!((shelf(0), shelf(49), shelf(50)), (SHELVES[0].1, SHELVES[16].1, SHELVES[0].1));
    }

    #[test]
    fn a_barcode_ends_in_its_check_digit() {
        let code = barcode(12);
        let sum: u32 = code.bytes().zip([1, 3].into_iter().cycle()).map(|(d, w)| u32::from(d - b'0') * w).sum();
        assert_eq!((code.len(), sum % 10), (13, 0));
    }
}
