//! Products and variants as rows.

use crate::db::{Snapshot, Uow};
use crate::kernel::text::fold;
use crate::kernel::{CategoryId, Failure, Instant, Minor, Money, ProductId, Refusal, VariantId};
use rusqlite::{Row, named_params};

crate::strict_request! {
    /// What tells one variant of a product from the others, like "Size" "M".
    #[derive(PartialEq, Eq)]
    pub struct Attribute {
        pub name: String,
        pub value: String,
    }
}
crate::response! {
    /// What is stocked and sold.
    pub struct Variant {
        pub id: VariantId,
        pub sku: String,
        pub barcodes: Vec<String>,
        pub attributes: Vec<Attribute>,
        /// The values of the attributes, like "M / Red"; empty for a simple product.
        pub label: String,
        pub price_adjustment: Money,
        /// Base price and adjustment.
        pub price: Money,
        /// Its own; null where the category's or the store's counts.
        pub reorder_level: Option<i64>,
        /// The level that counts: its own, the nearest category's, the store's.
        pub reorder_level_here: i64,
        pub last_cost: Option<Money>,
        /// Archived by itself; the product may be archived as a whole.
        pub archived: bool,
        pub on_hand: i64,
        pub reserved: i64,
        pub available: i64,
    }
    /// What customers know: a name and its variants. A simple product has one.
    pub struct Product {
        pub id: ProductId,
        pub name: String,
        pub description: String,
        pub category_id: Option<CategoryId>,
        /// The names of the categories from the root.
        pub category_path: Vec<String>,
        pub base_price: Money,
        pub unit: String,
        /// The tax that its prices include, in basis points; null where the store's rate counts.
        pub tax_rate_bp: Option<i64>,
        /// The rate that counts: its own or the store's.
        pub tax_rate_here: i64,
        pub variants: Vec<Variant>,
        pub archived: bool,
        /// It was never used: nothing refers to it.
        pub deletable: bool,
        pub created_at: Instant,
        pub updated_at: Instant,
        pub row_version: i64,
    }
}

impl Product {
    /// How the audit calls it: by the SKU where it has one variant, by its name where it has several.
    pub fn called(&self) -> &str {
        match self.variants.as_slice() {
            [only] => &only.sku,
            _ => &self.name,
        }
    }
}

/// The reorder level that counts for a variant: its own, the nearest category's, the store's. The statement joins
/// `variant`.
pub fn level_sql(books: &Snapshot<'_>) -> String {
    format!("coalesce(variant.level_here, {})", books.rules.reorder_level)
}

/// The names on a path as `category.path` keeps them.
pub fn path_of(path: Option<String>) -> Vec<String> {
    path.map(|path| path.lines().map(str::to_owned).collect()).unwrap_or_default()
}

/// Everything that refers to the variants of a product and keeps it from being deleted.
pub(super) struct Uses {
    pub movements: i64,
    pub holds: i64,
    pub order_lines: i64,
    pub count_lines: i64,
    pub price_rules: i64,
}

impl Uses {
    pub fn none(&self) -> bool {
        self.movements + self.holds + self.order_lines + self.count_lines + self.price_rules == 0
    }
}

/// How many rows speak of the product's variants: the nearest thousand is enough to say why.
const MAX_USES: i64 = 1_000;

pub(super) fn uses(books: &Snapshot<'_>, id: ProductId) -> Result<Uses, Failure> {
    let which = |table: &str, condition: &str| {
        format!(
            "(SELECT count(*) FROM (SELECT 1 FROM variant
                                    CROSS JOIN {table} AS used ON used.variant_id = variant.id
                                    WHERE variant.product_id = :id {condition} LIMIT {MAX_USES}))"
        )
    };
    let of = |table: &str| which(table, "");
    // Baskets and waits are counted with holds: each is somebody's sale that is not finished.
    let sql = format!(
        "SELECT {}, {} + {} + {}, {}, {}, {} + (SELECT count(*) FROM price_rule WHERE product_id = :id)",
        of("stock_movement"),
        of("reservation"),
        of("basket_line"),
        of("stock_wait"),
        of("order_line"),
        // A line that nobody counted says nothing of it: it goes with the variant.
        which("count_line", "AND used.counted IS NOT NULL"),
        of("price_rule")
    );
    books.one(&sql, named_params! { ":id": id }, |row| {
        Ok(Uses {
            movements: row.get(0)?,
            holds: row.get(1)?,
            order_lines: row.get(2)?,
            count_lines: row.get(3)?,
            price_rules: row.get(4)?,
        })
    })
}

pub(super) fn read(books: &Snapshot<'_>, id: ProductId) -> Result<Product, Failure> {
    let mut product = books
        .find(
            "SELECT product.id, product.name, product.description, product.category_id, category.path,
                    product.base_price, product.unit, product.archived_at IS NOT NULL, product.created_at,
                    product.updated_at, product.row_version, product.tax_rate_bp
             FROM product
             LEFT JOIN category ON category.id = product.category_id
             WHERE product.id = ?1",
            [id],
            |row| {
                Ok(Product {
                    id: row.get(0)?,
                    name: row.get(1)?,
                    description: row.get(2)?,
                    category_id: row.get(3)?,
                    category_path: path_of(row.get(4)?),
                    base_price: books.money(row.get(5)?),
                    unit: row.get(6)?,
                    tax_rate_bp: row.get(11)?,
                    tax_rate_here: row.get::<_, Option<i64>>(11)?.unwrap_or(books.rules.tax_rate_bp),
                    variants: Vec::new(),
                    archived: row.get(7)?,
                    deletable: false,
                    created_at: row.get(8)?,
                    updated_at: row.get(9)?,
                    row_version: row.get(10)?,
                })
            },
        )?
        .ok_or_else(|| Failure::from(Refusal::not_found("product", id)))?;
    product.variants = variants(books, id)?;
    product.deletable = uses(books, id)?.none();
    Ok(product)
}

fn variants(books: &Snapshot<'_>, id: ProductId) -> Result<Vec<Variant>, Failure> {
    let rows = books.rows(
        &format!(
            "SELECT variant.id, variant.sku,
                    (SELECT json_group_array(code ORDER BY row_no) FROM barcode WHERE variant_id = variant.id),
                    variant.attributes, variant.label, variant.price_adjustment,
                    product.base_price + variant.price_adjustment, variant.reorder_level, {level}, variant.last_cost,
                    variant.archived_at IS NOT NULL,
                    coalesce((SELECT sum(on_hand) FROM stock_balance WHERE variant_id = variant.id), 0),
                    coalesce((SELECT sum(reserved) FROM stock_balance WHERE variant_id = variant.id), 0)
             FROM variant
             JOIN product ON product.id = variant.product_id
             LEFT JOIN category ON category.id = product.category_id
             WHERE variant.product_id = ?1
             ORDER BY variant.seq",
            level = level_sql(books),
        ),
        [id],
        |row| {
            let (on_hand, reserved): (i64, i64) = (row.get(11)?, row.get(12)?);
            let (barcodes, attributes): (String, String) = (row.get(2)?, row.get(3)?);
            let variant = Variant {
                id: row.get(0)?,
                sku: row.get(1)?,
                barcodes: Vec::new(),
                attributes: Vec::new(),
                label: row.get(4)?,
                price_adjustment: books.money(row.get(5)?),
                price: books.money(row.get(6)?),
                reorder_level: row.get(7)?,
                reorder_level_here: row.get(8)?,
                last_cost: row.get::<_, Option<Minor>>(9)?.map(|cost| books.money(cost)),
                archived: row.get(10)?,
                on_hand,
                reserved,
                available: on_hand - reserved,
            };
            Ok((variant, barcodes, attributes))
        },
    )?;
    rows.into_iter()
        .map(|(variant, barcodes, attributes)| {
            Ok(Variant {
                barcodes: serde_json::from_str(&barcodes)?,
                attributes: serde_json::from_str(&attributes)?,
                ..variant
            })
        })
        .collect()
}

/// What selling and stock keeping need to know of a variant.
#[derive(Debug, Clone)]
pub struct Sellable {
    pub variant_id: VariantId,
    pub product_id: ProductId,
    pub category_id: Option<CategoryId>,
    pub sku: String,
    /// The product's name, and the label where there are several: "Tea, 100 g".
    pub name: String,
    /// The values of the variant's attributes; empty for a simple product.
    pub label: String,
    pub base_price: Minor,
    pub price_adjustment: Minor,
    /// The rate that counts, the product's own or the store's, in basis points.
    pub tax_rate_bp: i64,
    pub archived: bool,
}

/// The name of a variant as lines of orders show it.
pub const FULL_NAME: &str = "product.name || CASE variant.label WHEN '' THEN '' ELSE ', ' || variant.label END";

/// The columns of a [`Sellable`], of the tables `variant` and `product`.
pub fn sellable_columns() -> String {
    format!(
        "variant.id, product.id, product.category_id, variant.sku, {FULL_NAME}, variant.label,
         product.base_price, variant.price_adjustment, product.tax_rate_bp, NOT variant.active"
    )
}

/// How many columns [`sellable_columns`] are.
pub const SELLABLE_WIDTH: usize = 10;

/// Reads the columns of [`sellable_columns`], archived or not.
pub fn sellable_row(books: &Snapshot<'_>, row: &Row<'_>) -> rusqlite::Result<Sellable> {
    Ok(Sellable {
        variant_id: row.get(0)?,
        product_id: row.get(1)?,
        category_id: row.get(2)?,
        sku: row.get(3)?,
        name: row.get(4)?,
        label: row.get(5)?,
        base_price: row.get(6)?,
        price_adjustment: row.get(7)?,
        tax_rate_bp: row.get::<_, Option<i64>>(8)?.unwrap_or(books.rules.tax_rate_bp),
        archived: row.get(9)?,
    })
}

/// A variant that may be sold or stocked: it exists and is not archived.
pub fn sellable(books: &Snapshot<'_>, id: VariantId) -> Result<Sellable, Failure> {
    let found = books
        .find(
            &format!(
                "SELECT {}
                 FROM variant
                 JOIN product ON product.id = variant.product_id
                 WHERE variant.id = ?1",
                sellable_columns()
            ),
            [id],
            |row| sellable_row(books, row),
        )?
        .ok_or_else(|| Failure::from(Refusal::not_found("product", id)))?;
    if found.archived {
        return Err(Refusal::ProductArchived { variant_id: id, sku: found.sku, name: found.name }.into());
    }
    Ok(found)
}

/// Refuses a SKU that another variant has, archived or not, whatever its letter case.
pub(super) fn check_sku_free(uow: &Uow<'_>, sku: &str) -> Result<(), Failure> {
    let taken = uow.find(
        "SELECT product.id, product.name
         FROM variant
         JOIN product ON product.id = variant.product_id
         WHERE variant.sku_folded = ?1",
        [fold(sku)],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )?;
    match taken {
        Some((product_id, name)) => Err(Refusal::SkuTaken { sku: sku.to_owned(), product_id, name }.into()),
        None => Ok(()),
    }
}

/// Adds the barcodes of a variant that has none. Among active variants a barcode names one.
pub(super) fn add_barcodes(
    uow: &mut Uow<'_>,
    variant_id: VariantId,
    codes: &[String],
    active: bool,
) -> Result<(), Failure> {
    for code in codes {
        if active {
            check_barcode_free(uow, code)?;
        }
        uow.change_one(
            "INSERT INTO barcode (code, variant_id, active) VALUES (:code, :variant_id, :active)",
            named_params! { ":code": code, ":variant_id": variant_id, ":active": active },
        )?;
    }
    Ok(())
}

fn check_barcode_free(uow: &Uow<'_>, code: &str) -> Result<(), Failure> {
    let taken = uow.find(
        "SELECT product.id, product.name
         FROM barcode
         JOIN variant ON variant.id = barcode.variant_id
         JOIN product ON product.id = variant.product_id
         WHERE barcode.code = ?1 AND barcode.active = 1",
        [code],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )?;
    match taken {
        Some((product_id, name)) => Err(Refusal::BarcodeTaken { barcode: code.to_owned(), product_id, name }.into()),
        None => Ok(()),
    }
}
