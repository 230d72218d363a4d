use crate::db::{Conditions, Snapshot};
use crate::kernel::text::{MAX_SEARCH, contains_pattern, fold};
use crate::kernel::{
    Cursor, Failure, Fields, Key, LocationId, Minor, Money, ProductId, Refusal, VariantId, page_limit,
};
use rusqlite::{Row, named_params};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// What stands out about a variant's stock.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum StockMark {
    None,
    /// Available at or below the reorder level.
    Low,
    /// Nothing on hand.
    Out,
    /// On hand, but all of it reserved.
    AllHeld,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum StockFilter {
    #[default]
    All,
    /// At or below the reorder level, or out.
    Low,
    Reserved,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum StockSort {
    #[default]
    Name,
    NameDesc,
    Sku,
    SkuDesc,
    Available,
    AvailableDesc,
    OnHand,
    OnHandDesc,
    Reserved,
    ReservedDesc,
    Price,
    PriceDesc,
}

impl StockSort {
    /// The tables in the order in which they are walked.
    fn tables(self) -> &'static str {
        match self {
            StockSort::Name | StockSort::NameDesc => TABLES_BY_NAME,
            StockSort::Sku | StockSort::SkuDesc => TABLES_BY_SKU,
            StockSort::Available
            | StockSort::AvailableDesc
            | StockSort::OnHand
            | StockSort::OnHandDesc
            | StockSort::Reserved
            | StockSort::ReservedDesc
            | StockSort::Price
            | StockSort::PriceDesc => TABLES,
        }
    }

    /// The SQL of the sort key, and whether it runs down.
    fn key(self) -> (&'static str, bool) {
        match self {
            StockSort::Name => ("product.name_folded", false),
            StockSort::NameDesc => ("product.name_folded", true),
            StockSort::Sku => ("variant.sku_folded", false),
            StockSort::SkuDesc => ("variant.sku_folded", true),
            StockSort::Available => ("coalesce(balance.available, 0)", false),
            StockSort::AvailableDesc => ("coalesce(balance.available, 0)", true),
            StockSort::OnHand => ("coalesce(balance.on_hand, 0)", false),
            StockSort::OnHandDesc => ("coalesce(balance.on_hand, 0)", true),
            StockSort::Reserved => ("coalesce(balance.reserved, 0)", false),
            StockSort::ReservedDesc => ("coalesce(balance.reserved, 0)", true),
            StockSort::Price => ("product.base_price + variant.price_adjustment", false),
            StockSort::PriceDesc => ("product.base_price + variant.price_adjustment", true),
        }
    }
}

crate::request! {
    pub struct StockList {
        pub filter: Option<StockFilter>,
        pub text: Option<String>,
        pub sort: Option<StockSort>,
        pub cursor: Option<String>,
        pub limit: Option<i64>,
    }
    pub struct StockSummaryGet {
        pub filter: Option<StockFilter>,
        pub text: Option<String>,
    }
}
crate::response! {
    pub struct StockRow {
        pub variant_id: VariantId,
        pub product_id: ProductId,
        pub location_id: LocationId,
        pub sku: String,
        pub name: String,
        pub unit: String,
        pub price: Money,
        /// The variant's own level, or null where the store's default counts.
        pub reorder_level: Option<i64>,
        pub on_hand: i64,
        pub reserved: i64,
        pub available: i64,
        pub mark: StockMark,
        /// The product's version, for editing it.
        pub row_version: i64,
    }
    pub struct StockPage {
        pub rows: Vec<StockRow>,
        pub next: Option<String>,
    }
    pub struct StockSummary {
        pub variants: i64,
        pub low: i64,
        pub reserved_variants: i64,
        pub on_hand: i64,
        pub reserved: i64,
        pub available: i64,
        /// On hand times the selling price.
        pub value_at_price: Money,
    }
}

const COLUMNS: &str = "variant.id, product.id, variant.sku, product.name, product.unit,
  product.base_price + variant.price_adjustment, variant.reorder_level,
  coalesce(balance.on_hand, 0), coalesce(balance.reserved, 0), coalesce(balance.available, 0), product.row_version";

const TABLES: &str = "product
  JOIN variant ON variant.product_id = product.id
  LEFT JOIN stock_balance AS balance ON balance.variant_id = variant.id AND balance.location_id = :location_id";

/// As [`TABLES`], walked along the index that has the order: SQLite would begin with the shorter row and sort.
const TABLES_BY_NAME: &str = "product
  CROSS JOIN variant ON variant.product_id = product.id
  LEFT JOIN stock_balance AS balance ON balance.variant_id = variant.id AND balance.location_id = :location_id";
const TABLES_BY_SKU: &str = "variant
  CROSS JOIN product ON product.id = variant.product_id
  LEFT JOIN stock_balance AS balance ON balance.variant_id = variant.id AND balance.location_id = :location_id";

fn low_sql(books: &Snapshot<'_>) -> String {
    format!("coalesce(balance.available, 0) <= coalesce(variant.reorder_level, {})", books.rules.reorder_level)
}

/// The variants that a list shows, at the location the store sells from.
fn shown(books: &Snapshot<'_>, filter: StockFilter, text: &str) -> Conditions {
    let mut conditions = Conditions::default();
    conditions.bind(":location_id", books.rules.selling_location_id);
    conditions.and("product.archived_at IS NULL AND variant.archived_at IS NULL");
    match filter {
        StockFilter::All => {}
        StockFilter::Low => conditions.and(low_sql(books)),
        StockFilter::Reserved => conditions.and("balance.reserved > 0"),
    }
    if !text.is_empty() {
        conditions.and_with(
            "(product.name_folded LIKE :text ESCAPE '\\'
              OR variant.sku_folded LIKE :text ESCAPE '\\'
              OR EXISTS (SELECT 1 FROM barcode WHERE variant_id = variant.id AND code LIKE :text ESCAPE '\\'))",
            ":text",
            contains_pattern(text),
        );
    }
    conditions
}

fn stock_columns(books: &Snapshot<'_>, location_id: LocationId, row: &Row<'_>) -> rusqlite::Result<StockRow> {
    let reorder_level: Option<i64> = row.get(6)?;
    let (on_hand, available): (i64, i64) = (row.get(7)?, row.get(9)?);
    let level = reorder_level.unwrap_or(books.rules.reorder_level);
    let mark = match (on_hand, available) {
        (0, _) => StockMark::Out,
        (_, 0) => StockMark::AllHeld,
        (_, available) if available <= level => StockMark::Low,
        (_, _) => StockMark::None,
    };
    Ok(StockRow {
        variant_id: row.get(0)?,
        product_id: row.get(1)?,
        location_id,
        sku: row.get(2)?,
        name: row.get(3)?,
        unit: row.get(4)?,
        price: books.money(row.get(5)?),
        reorder_level,
        on_hand,
        reserved: row.get(8)?,
        available,
        mark,
        row_version: row.get(10)?,
    })
}

/// One variant's stock at one location.
pub fn stock_row(books: &Snapshot<'_>, variant_id: VariantId, location_id: LocationId) -> Result<StockRow, Failure> {
    books
        .find(
            &format!("SELECT {COLUMNS} FROM {TABLES} WHERE variant.id = :variant_id"),
            named_params! { ":variant_id": variant_id, ":location_id": location_id },
            |row| stock_columns(books, location_id, row),
        )?
        .ok_or_else(|| Refusal::not_found("product", variant_id).into())
}

fn search(text: Option<&str>) -> Result<String, Failure> {
    let mut fields = Fields::default();
    let text = fields.text("text", text.unwrap_or_default(), MAX_SEARCH);
    fields.finish()?;
    Ok(fold(&text))
}

pub fn stock_list(books: &Snapshot<'_>, request: StockList) -> Result<StockPage, Failure> {
    let limit = page_limit(request.limit);
    let text = search(request.text.as_deref())?;
    let location_id = books.rules.selling_location_id;
    let sort = request.sort.unwrap_or_default();
    let (key, down) = sort.key();
    let (sign, direction) = if down { ("<", "DESC") } else { (">", "ASC") };
    let mut conditions = shown(books, request.filter.unwrap_or_default(), &text);
    if let Some(Cursor(after, seq)) = Cursor::parse(request.cursor.as_deref())? {
        conditions.and_with(format!("({key}, product.seq) {sign} (:key, :seq)"), ":key", after);
        conditions.bind(":seq", seq);
    }
    let sql = format!(
        "SELECT {COLUMNS}, {key}, product.seq
         FROM {tables}
         WHERE {conditions}
         ORDER BY {key} {direction}, product.seq {direction}
         LIMIT {limit}",
        tables = sort.tables(),
        conditions = conditions.sql(),
    );
    let rows = books.rows(&sql, conditions.values().as_slice(), |row| {
        let key = match row.get_ref(11)? {
            rusqlite::types::ValueRef::Integer(number) => Key::Number(number),
            other => Key::Text(other.as_str()?.to_owned()),
        };
        Ok((stock_columns(books, location_id, row)?, Cursor(key, row.get(12)?)))
    })?;
    let next = (rows.len() as i64 == limit).then(|| rows.last().map(|(_, cursor)| cursor.to_string())).flatten();
    Ok(StockPage { rows: rows.into_iter().map(|(row, _)| row).collect(), next })
}

/// A price is added up in two parts: the dearest product times the most units leaves 64 bits.
const MILLION: i64 = 1_000_000;

fn value(millions: i64, rest: i64) -> Minor {
    let value = i128::from(millions) * i128::from(MILLION) + i128::from(rest);
    Minor(i64::try_from(value).unwrap_or(i64::MAX))
}

pub fn stock_summary(books: &Snapshot<'_>, request: StockSummaryGet) -> Result<StockSummary, Failure> {
    let text = search(request.text.as_deref())?;
    let conditions = shown(books, request.filter.unwrap_or_default(), &text);
    let sql = format!(
        "SELECT count(*),
                coalesce(sum({low}), 0),
                coalesce(sum(balance.reserved > 0), 0),
                coalesce(sum(balance.on_hand), 0),
                coalesce(sum(balance.reserved), 0),
                coalesce(sum(balance.available), 0),
                coalesce(sum(balance.on_hand * ((product.base_price + variant.price_adjustment) / {MILLION})), 0),
                coalesce(sum(balance.on_hand * ((product.base_price + variant.price_adjustment) % {MILLION})), 0)
         FROM {TABLES}
         WHERE {conditions}",
        low = low_sql(books),
        conditions = conditions.sql(),
    );
    books.one(&sql, conditions.values().as_slice(), |row| {
        Ok(StockSummary {
            variants: row.get(0)?,
            low: row.get(1)?,
            reserved_variants: row.get(2)?,
            on_hand: row.get(3)?,
            reserved: row.get(4)?,
            available: row.get(5)?,
            value_at_price: books.money(value(row.get(6)?, row.get(7)?)),
        })
    })
}
