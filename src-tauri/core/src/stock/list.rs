use super::ranking::{Figure, Ranked, Ranking};
use crate::catalog::{FEW, Search, level_sql, path_of};
use crate::db::{Conditions, Snapshot};
use crate::kernel::text::MAX_SEARCH;
use crate::kernel::{
    CategoryId, Cursor, Failure, Fields, Key, LocationId, Minor, Money, Problem, ProductId, Refusal, VariantId,
    page_limit,
};
use rusqlite::{Row, named_params};
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
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
    /// Nothing on hand.
    Out,
    /// What is archived, and nothing else.
    Archived,
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
    /// The figure that it goes by, and whether it runs down.
    fn figure(self) -> Option<(Figure, bool)> {
        match self {
            StockSort::Available => Some((Figure::Available, false)),
            StockSort::AvailableDesc => Some((Figure::Available, true)),
            StockSort::OnHand => Some((Figure::OnHand, false)),
            StockSort::OnHandDesc => Some((Figure::OnHand, true)),
            StockSort::Reserved => Some((Figure::Reserved, false)),
            StockSort::ReservedDesc => Some((Figure::Reserved, true)),
            StockSort::Name
            | StockSort::NameDesc
            | StockSort::Sku
            | StockSort::SkuDesc
            | StockSort::Price
            | StockSort::PriceDesc => None,
        }
    }

    /// The SQL of the sort key, and whether it runs down.
    fn key(self, figures: &Figures) -> (&str, bool) {
        match self {
            StockSort::Name => ("variant.name_folded", false),
            StockSort::NameDesc => ("variant.name_folded", true),
            StockSort::Sku => ("variant.sku_folded", false),
            StockSort::SkuDesc => ("variant.sku_folded", true),
            StockSort::Available => (&figures.available, false),
            StockSort::AvailableDesc => (&figures.available, true),
            StockSort::OnHand => (&figures.on_hand, false),
            StockSort::OnHandDesc => (&figures.on_hand, true),
            StockSort::Reserved => (&figures.reserved, false),
            StockSort::ReservedDesc => (&figures.reserved, true),
            StockSort::Price => ("variant.price", false),
            StockSort::PriceDesc => ("variant.price", true),
        }
    }

    /// The index that has this order.
    fn index(self) -> Option<&'static str> {
        match self {
            StockSort::Name | StockSort::NameDesc => Some("variant_by_name"),
            StockSort::Sku | StockSort::SkuDesc => Some("variant_by_sku"),
            StockSort::Price | StockSort::PriceDesc => Some("variant_by_price"),
            StockSort::Available
            | StockSort::AvailableDesc
            | StockSort::OnHand
            | StockSort::OnHandDesc
            | StockSort::Reserved
            | StockSort::ReservedDesc => None,
        }
    }
}

/// Which variants a list shows, and at which location.
#[derive(Debug, Clone, Default)]
pub struct StockSelection {
    pub filter: StockFilter,
    pub text: String,
    pub category_id: Option<CategoryId>,
    pub min_price: Option<Money>,
    pub max_price: Option<Money>,
    pub in_stock: bool,
    pub location_id: Option<LocationId>,
}

crate::request! {
    pub struct StockList {
        pub filter: Option<StockFilter>,
        /// Words in any order, each part of the name, label, description, category or SKU, or a whole barcode.
        pub text: Option<String>,
        /// In this category or below it.
        pub category_id: Option<CategoryId>,
        pub min_price: Option<Money>,
        pub max_price: Option<Money>,
        /// Only what is available.
        pub in_stock: Option<bool>,
        /// Figures at this location; left out: over all.
        pub location_id: Option<LocationId>,
        pub sort: Option<StockSort>,
        pub cursor: Option<String>,
        pub limit: Option<i64>,
    }
    pub struct StockSummaryGet {
        pub filter: Option<StockFilter>,
        pub text: Option<String>,
        pub category_id: Option<CategoryId>,
        pub min_price: Option<Money>,
        pub max_price: Option<Money>,
        pub in_stock: Option<bool>,
        pub location_id: Option<LocationId>,
    }
}
crate::response! {
    pub struct StockRow {
        pub variant_id: VariantId,
        pub product_id: ProductId,
        /// Where the figures are from; null: summed over all locations.
        pub location_id: Option<LocationId>,
        pub sku: String,
        pub name: String,
        /// The variant's label, empty where the product has one variant.
        pub label: String,
        /// The names of the categories from the root.
        pub category_path: Vec<String>,
        pub unit: String,
        pub price: Money,
        pub last_cost: Option<Money>,
        /// The variant's own level; null where the category's or the store's counts.
        pub reorder_level: Option<i64>,
        /// The level that counts.
        pub reorder_level_here: i64,
        pub on_hand: i64,
        pub reserved: i64,
        pub available: i64,
        pub mark: StockMark,
        pub archived: bool,
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

impl StockList {
    pub fn selection(&self) -> StockSelection {
        StockSelection {
            filter: self.filter.unwrap_or_default(),
            text: self.text.clone().unwrap_or_default(),
            category_id: self.category_id,
            min_price: self.min_price,
            max_price: self.max_price,
            in_stock: self.in_stock.unwrap_or(false),
            location_id: self.location_id,
        }
    }
}

impl StockSummaryGet {
    pub fn selection(&self) -> StockSelection {
        StockSelection {
            filter: self.filter.unwrap_or_default(),
            text: self.text.clone().unwrap_or_default(),
            category_id: self.category_id,
            min_price: self.min_price,
            max_price: self.max_price,
            in_stock: self.in_stock.unwrap_or(false),
            location_id: self.location_id,
        }
    }
}

/// The figures of a variant as SQL: at one location through a join, over several by sums.
struct Figures {
    location_id: Option<LocationId>,
    join: &'static str,
    on_hand: String,
    reserved: String,
    available: String,
}

impl Figures {
    fn at(location_id: Option<LocationId>) -> Figures {
        let figure = |column: &str| match location_id {
            Some(_) => format!("coalesce(balance.{column}, 0)"),
            None => format!("coalesce((SELECT sum({column}) FROM stock_balance WHERE variant_id = variant.id), 0)"),
        };
        Figures {
            location_id,
            join: match location_id {
                Some(_) => {
                    "LEFT JOIN stock_balance AS balance
                       ON balance.variant_id = variant.id AND balance.location_id = :location_id"
                }
                None => "",
            },
            on_hand: figure("on_hand"),
            reserved: figure("reserved"),
            available: figure("available"),
        }
    }

    /// At the location asked for, or over all; a store with one location is asked about that one.
    fn asked(books: &Snapshot<'_>, location_id: Option<LocationId>) -> Result<Figures, Failure> {
        let locations: Vec<LocationId> = books.rows(
            "SELECT id FROM location WHERE id = :asked OR (:asked IS NULL AND archived_at IS NULL) LIMIT 2",
            named_params! { ":asked": location_id },
            |row| row.get(0),
        )?;
        match (location_id, locations.as_slice()) {
            (Some(id), []) => Err(Refusal::not_found("location", id).into()),
            (_, [only]) => Ok(Figures::at(Some(*only))),
            (_, _) => Ok(Figures::at(None)),
        }
    }

    /// What [`stock_columns`] reads.
    fn select(&self, books: &Snapshot<'_>) -> String {
        format!(
            "SELECT variant.id, product.id, variant.sku, product.name, variant.label, category.path, product.unit,
                    variant.price, variant.last_cost, variant.reorder_level, {level}, {on_hand}, {reserved},
                    variant.active, product.row_version",
            level = level_sql(books),
            on_hand = self.on_hand,
            reserved = self.reserved,
        )
    }

    /// The tables of it beside `variant`.
    fn joins(&self) -> String {
        format!(
            "CROSS JOIN product ON product.id = variant.product_id
             LEFT JOIN category ON category.id = product.category_id
             {}",
            self.join
        )
    }

    fn bind(&self, conditions: &mut Conditions) {
        if let Some(location_id) = self.location_id {
            conditions.bind(":location_id", location_id);
        }
    }
}

/// The column behind those that [`stock_columns`] reads.
const KEY: usize = 15;

fn stock_columns(books: &Snapshot<'_>, location_id: Option<LocationId>, row: &Row<'_>) -> rusqlite::Result<StockRow> {
    let (level, on_hand, reserved): (i64, i64, i64) = (row.get(10)?, row.get(11)?, row.get(12)?);
    let available = on_hand - reserved;
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
        label: row.get(4)?,
        category_path: path_of(row.get(5)?),
        unit: row.get(6)?,
        price: books.money(row.get(7)?),
        last_cost: row.get::<_, Option<Minor>>(8)?.map(|cost| books.money(cost)),
        reorder_level: row.get(9)?,
        reorder_level_here: level,
        on_hand,
        reserved,
        available,
        mark,
        archived: !row.get::<_, bool>(13)?,
        row_version: row.get(14)?,
    })
}

/// One variant's stock at a location, or over all of them.
pub fn stock_row(
    books: &Snapshot<'_>,
    variant_id: VariantId,
    location_id: impl Into<Option<LocationId>>,
) -> Result<StockRow, Failure> {
    let figures = Figures::at(location_id.into());
    let mut conditions = Conditions::default();
    figures.bind(&mut conditions);
    conditions.and_with("variant.id = :variant_id", ":variant_id", variant_id);
    books
        .find(
            &format!("{} FROM variant {} WHERE {}", figures.select(books), figures.joins(), conditions.sql()),
            conditions.values().as_slice(),
            |row| stock_columns(books, figures.location_id, row),
        )?
        .ok_or_else(|| Refusal::not_found("product", variant_id).into())
}

/// The variants of a selection, as SQL.
struct Shown {
    figures: Figures,
    search: Search,
    conditions: Conditions,
    low: String,
    /// Whether a condition asks for figures.
    counts: bool,
}

impl Shown {
    fn of(books: &Snapshot<'_>, selection: &StockSelection) -> Result<Shown, Failure> {
        let mut fields = Fields::default();
        let text = fields.text("text", &selection.text, MAX_SEARCH);
        let mut price = |field: &str, money: Option<Money>| {
            money.map(|money| books.rules.currency.minor(field, money, &mut fields))
        };
        let (least, most) = (price("minPrice", selection.min_price), price("maxPrice", selection.max_price));
        if least.zip(most).is_some_and(|(least, most)| least > most) {
            fields.add("maxPrice", Problem::RangeReversed, None);
        }
        fields.finish()?;
        let figures = Figures::asked(books, selection.location_id)?;
        let search = Search::plan(books, &text, selection.category_id, FEW)?;
        let low = format!("{} <= {}", figures.available, level_sql(books));

        let mut conditions = Conditions::default();
        conditions.and(if selection.filter == StockFilter::Archived {
            "variant.active = 0"
        } else {
            "variant.active = 1"
        });
        match selection.filter {
            StockFilter::All | StockFilter::Archived => {}
            StockFilter::Low => conditions.and(low.clone()),
            StockFilter::Reserved => conditions.and(format!("{} > 0", figures.reserved)),
            StockFilter::Out => conditions.and(format!("{} = 0", figures.on_hand)),
        }
        if selection.filter == StockFilter::Reserved {
            conditions.and("variant.id IN (SELECT variant_id FROM stock_balance WHERE reserved > 0)");
        }
        if selection.in_stock {
            conditions.and(format!("{} > 0", figures.available));
        }
        if let Some(least) = least {
            conditions.and_with("variant.price >= :min_price", ":min_price", least);
        }
        if let Some(most) = most {
            conditions.and_with("variant.price <= :max_price", ":max_price", most);
        }
        let counts = selection.in_stock
            || match selection.filter {
                StockFilter::Low | StockFilter::Reserved | StockFilter::Out => true,
                StockFilter::All | StockFilter::Archived => false,
            };
        Ok(Shown { figures, search, conditions, low, counts })
    }

    /// The tables that the conditions and `with_figures` need, along an index that has the order where there is one.
    fn from(&mut self, index: Option<&'static str>, with_figures: bool) -> Result<String, Failure> {
        let variants = self.search.variants(index, &mut self.conditions)?;
        if !(self.counts || with_figures) {
            return Ok(variants);
        }
        self.figures.bind(&mut self.conditions);
        Ok(format!("{variants} {}", self.figures.join))
    }
}

pub fn stock_list(ranking: &Ranking, books: &Snapshot<'_>, request: StockList) -> Result<StockPage, Failure> {
    let after = Cursor::parse(request.cursor.as_deref())?;
    let sort = request.sort.unwrap_or_default();
    stock_page(ranking, books, &request.selection(), sort, after, page_limit(request.limit))
}

/// So many rows of a selection, in an order, after a place in it.
pub fn stock_page(
    ranking: &Ranking,
    books: &Snapshot<'_>,
    selection: &StockSelection,
    sort: StockSort,
    after: Option<Cursor>,
    limit: i64,
) -> Result<StockPage, Failure> {
    let mut shown = Shown::of(books, selection)?;
    // What is low depends on levels, which the ranking does not know: only from the least available it comes first.
    let comes_early = selection.filter != StockFilter::Low || sort == StockSort::Available;
    if let Some((figure, down)) = sort.figure().filter(|_| comes_early && !shown.search.is_few())
        && let Some(ranked) = ranking.at(books, shown.figures.location_id, figure)?
    {
        return ranked_page(books, selection, shown, &ranked, down, after, limit);
    }
    // First the keys, from as few tables as will do; then the rows of the page.
    let from = shown.from(sort.index(), sort.index().is_none())?;
    let Shown { figures, mut conditions, .. } = shown;
    let (key, down) = sort.key(&figures);
    let (sign, direction) = if down { ("<", "DESC") } else { (">", "ASC") };
    if let Some(Cursor(after, seq)) = after {
        conditions.and_with(format!("({key}, variant.seq) {sign} (:key, :seq)"), ":key", after);
        conditions.bind(":seq", seq);
    }
    let sql = format!(
        "SELECT {key}, variant.seq
         FROM {from}
         WHERE {conditions}
         ORDER BY {key} {direction}, variant.seq {direction}
         LIMIT {limit}",
        conditions = conditions.sql(),
    );
    let keys = books.rows(&sql, conditions.values().as_slice(), |row| {
        let key = match row.get_ref(0)? {
            rusqlite::types::ValueRef::Integer(number) => Key::Number(number),
            other => Key::Text(other.as_str()?.to_owned()),
        };
        Ok(Cursor(key, row.get(1)?))
    })?;
    let next = (keys.len() as i64 == limit).then(|| keys.last().map(ToString::to_string)).flatten();
    let seqs: Vec<i64> = keys.iter().map(|Cursor(_, seq)| *seq).collect();
    Ok(StockPage { rows: stock_rows(books, &figures, &seqs)?, next })
}

/// Variants that are looked at first along a ranking; twice as many each time that they do not fill the page.
const FIRST_LOOK: usize = 400;
const LONGEST_LOOK: usize = 12_800;

/// A page along the order of a figure: so many at a time are held against the conditions, until the page is full.
fn ranked_page(
    books: &Snapshot<'_>,
    selection: &StockSelection,
    shown: Shown,
    ranked: &Ranked,
    down: bool,
    after: Option<Cursor>,
    limit: i64,
) -> Result<StockPage, Failure> {
    let Shown { figures, search, mut conditions, counts, .. } = shown;
    let mut from = search.among(&mut conditions)?;
    if counts {
        figures.bind(&mut conditions);
        from = format!("{from} {}", figures.join);
    }
    let sql = format!("SELECT variant.row_no FROM {from} WHERE {} ORDER BY place.key", conditions.sql());
    let order = ranked.order.as_slice();
    let after = match after {
        None => None,
        Some(Cursor(Key::Number(key), seq)) => Some((key, seq)),
        Some(Cursor(Key::Text(_), _)) => return Err(Refusal::field("cursor", Problem::Malformed, None).into()),
    };
    let rest: &mut dyn Iterator<Item = &(i64, i64)> = match (down, after) {
        (false, None) => &mut order.iter(),
        (false, Some(after)) => &mut order[order.partition_point(|place| *place <= after)..].iter(),
        (true, None) => &mut order.iter().rev(),
        (true, Some(after)) => &mut order[..order.partition_point(|place| *place < after)].iter().rev(),
    };
    let mut rest = rest.filter(|(_, row_no)| {
        let units = ranked.units(*row_no);
        let fits = match selection.filter {
            StockFilter::All | StockFilter::Archived | StockFilter::Low => true,
            StockFilter::Reserved => units.reserved > 0,
            StockFilter::Out => units.on_hand == 0,
        };
        fits && (!selection.in_stock || units.available() > 0)
    });
    let wanted = usize::try_from(limit).unwrap_or(0);
    let mut look = FIRST_LOOK.max(wanted);
    let mut seqs: Vec<i64> = Vec::new();
    let mut keys: HashMap<i64, i64> = HashMap::new();
    while seqs.len() < wanted {
        let some: Vec<(i64, i64)> = rest.by_ref().take(look).copied().collect();
        if some.is_empty() {
            break;
        }
        let among = serde_json::to_string(&some.iter().map(|(_, row_no)| row_no).collect::<Vec<_>>())?;
        let mut values = conditions.values();
        values.push((":among", &among));
        seqs.extend(books.rows(&sql, values.as_slice(), |row| row.get::<_, i64>(0))?);
        keys.extend(some.into_iter().map(|(key, row_no)| (row_no, key)));
        look = (look * 2).min(LONGEST_LOOK);
    }
    seqs.truncate(wanted);
    let last = seqs.last().filter(|_| seqs.len() == wanted);
    let next = last.map(|seq| Cursor(Key::Number(keys.get(seq).copied().unwrap_or_default()), *seq).to_string());
    Ok(StockPage { rows: stock_rows(books, &figures, &seqs)?, next })
}

/// The rows of these variants, by their `seq`, in this order.
fn stock_rows(books: &Snapshot<'_>, figures: &Figures, seqs: &[i64]) -> Result<Vec<StockRow>, Failure> {
    let mut conditions = Conditions::default();
    figures.bind(&mut conditions);
    conditions.bind(":seqs", serde_json::to_string(seqs)?);
    let mut rows = books.rows(
        &format!(
            "{}, wanted.key
             FROM json_each(:seqs) AS wanted
             CROSS JOIN variant ON variant.row_no = wanted.value
             {}",
            figures.select(books),
            figures.joins()
        ),
        conditions.values().as_slice(),
        |row| Ok((row.get::<_, i64>(KEY)?, stock_columns(books, figures.location_id, row)?)),
    )?;
    rows.sort_by_key(|(place, _)| *place);
    Ok(rows.into_iter().map(|(_, row)| row).collect())
}

/// A price is added up in two parts: the dearest product times the most units leaves 64 bits.
const MILLION: i64 = 1_000_000;

fn value(millions: i64, rest: i64) -> Minor {
    let value = i128::from(millions) * i128::from(MILLION) + i128::from(rest);
    Minor(i64::try_from(value).unwrap_or(i64::MAX))
}

pub fn stock_summary(books: &Snapshot<'_>, request: StockSummaryGet) -> Result<StockSummary, Failure> {
    let mut shown = Shown::of(books, &request.selection())?;
    let from = shown.from(None, true)?;
    // The sums over several locations are made once a variant, not once a figure.
    let sql = format!(
        "SELECT count(*), coalesce(sum(low), 0), coalesce(sum(reserved > 0), 0), coalesce(sum(on_hand), 0),
                coalesce(sum(reserved), 0),
                coalesce(sum(on_hand * (price / {MILLION})), 0), coalesce(sum(on_hand * (price % {MILLION})), 0)
         FROM (SELECT {low} AS low, {on_hand} AS on_hand, {reserved} AS reserved, variant.price AS price
               FROM {from}
               WHERE {conditions})",
        low = shown.low,
        on_hand = shown.figures.on_hand,
        reserved = shown.figures.reserved,
        conditions = shown.conditions.sql(),
    );
    books.one(&sql, shown.conditions.values().as_slice(), |row| {
        let (on_hand, reserved): (i64, i64) = (row.get(3)?, row.get(4)?);
        Ok(StockSummary {
            variants: row.get(0)?,
            low: row.get(1)?,
            reserved_variants: row.get(2)?,
            on_hand,
            reserved,
            available: on_hand - reserved,
            value_at_price: books.money(value(row.get(5)?, row.get(6)?)),
        })
    })
}
