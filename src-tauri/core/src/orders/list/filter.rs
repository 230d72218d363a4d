//! What a person asks of the order table, read into conditions on the columns that every sort index carries.

use crate::db::{Conditions, Snapshot};
use crate::kernel::text::{MAX_SEARCH, contains_pattern, fold};
use crate::kernel::{CustomerId, Day, Failure, Fields, Instant, Minor, Money, OrderStatus, Priority, Problem, StaffId};
use rusqlite::named_params;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum OrderSort {
    #[default]
    Newest,
    Oldest,
    HighestValue,
    LowestValue,
    Number,
    NumberDesc,
}

crate::request! {
    pub struct OrderFilter {
        /// Several, in any letter case.
        pub status: Option<Vec<OrderStatus>>,
        /// First and last local day of the store, both inclusive.
        pub from: Option<Day>,
        pub to: Option<Day>,
        pub min_total: Option<Money>,
        pub max_total: Option<Money>,
        /// Part of the number, the customer's name or e-mail, or a SKU.
        pub text: Option<String>,
        pub staff_id: Option<StaffId>,
        pub customer_id: Option<CustomerId>,
        pub priority: Option<Vec<Priority>>,
    }
}

/// How many orders a text may match before the table is walked in its sort order instead of being gathered.
const SPARSE_TEXT: i64 = 8_000;

/// Which orders a text matches.
#[derive(Debug, Clone)]
pub enum TextMatch {
    Nothing,
    /// Few: they are gathered first.
    Sparse,
    /// Many: each order passed on the way is looked at.
    Dense,
}

/// A filter after reading it.
#[derive(Debug, Clone, Default)]
pub struct Parsed {
    pub statuses: Vec<OrderStatus>,
    pub created: (Option<Instant>, Option<Instant>),
    pub total: (Option<Minor>, Option<Minor>),
    pub priorities: Vec<Priority>,
    pub staff_id: Option<StaffId>,
    pub customer_id: Option<CustomerId>,
    /// Folded; empty for none.
    pub text: String,
    pub text_match: Option<TextMatch>,
}

impl Parsed {
    pub fn read(books: &Snapshot<'_>, filter: &OrderFilter) -> Result<Parsed, Failure> {
        let mut fields = Fields::default();
        let zone = books.rules.time_zone;
        if let (Some(from), Some(to)) = (filter.from, filter.to)
            && from > to
        {
            fields.add("filter.to", Problem::RangeReversed, None);
        }
        let currency = books.rules.currency;
        let min = filter.min_total.map(|money| currency.minor("filter.minTotal", money, &mut fields));
        let max = filter.max_total.map(|money| currency.minor("filter.maxTotal", money, &mut fields));
        if let (Some(min), Some(max)) = (min, max)
            && min > max
        {
            fields.add("filter.maxTotal", Problem::RangeReversed, None);
        }
        let text = fold(&fields.text("filter.text", filter.text.as_deref().unwrap_or_default(), MAX_SEARCH));
        fields.finish()?;
        let mut statuses = filter.status.clone().unwrap_or_default();
        statuses.sort_unstable();
        statuses.dedup();
        let mut priorities = filter.priority.clone().unwrap_or_default();
        priorities.sort_unstable();
        priorities.dedup();
        let text_match = if text.is_empty() { None } else { Some(match_text(books, &text)?) };
        Ok(Parsed {
            statuses,
            created: (filter.from.map(|day| zone.start_of(day)), filter.to.map(|day| zone.end_of(day))),
            total: (min, max),
            priorities,
            staff_id: filter.staff_id,
            customer_id: filter.customer_id,
            text,
            text_match,
        })
    }

    /// The conditions that a sort index answers by itself. The values are bound by [`Parsed::bind`].
    pub fn indexed(&self, conditions: &mut Conditions, with_statuses: bool) {
        if self.created.0.is_some() {
            conditions.and("orders.created_at >= :created_from");
        }
        if self.created.1.is_some() {
            conditions.and("orders.created_at < :created_to");
        }
        if self.total.0.is_some() {
            conditions.and("orders.total >= :total_min");
        }
        if self.total.1.is_some() {
            conditions.and("orders.total <= :total_max");
        }
        // Words of closed lists stand in the statement.
        if with_statuses && !self.statuses.is_empty() {
            conditions.and(format!("orders.status IN ({})", quoted(self.statuses.iter().map(|word| word.as_str()))));
        }
        if !self.priorities.is_empty() {
            conditions
                .and(format!("orders.priority IN ({})", quoted(self.priorities.iter().map(|word| word.as_str()))));
        }
        if self.staff_id.is_some() {
            conditions.and("orders.staff_id = :staff_id");
        }
        if self.customer_id.is_some() {
            conditions.and("orders.customer_id = :customer_id");
        }
    }

    /// The condition that only the row itself answers.
    pub fn of_row(&self, conditions: &mut Conditions) {
        if let Some(TextMatch::Dense) = self.text_match {
            conditions.and(
                "(orders.number LIKE :text ESCAPE '\\'
                  OR fold(orders.customer_name) LIKE :text ESCAPE '\\'
                  OR fold(orders.customer_email) LIKE :text ESCAPE '\\'
                  OR EXISTS (SELECT 1 FROM order_line
                             WHERE order_line.order_id = orders.id AND fold(order_line.sku) LIKE :text ESCAPE '\\'))",
            );
        }
    }

    /// Binds every value that the conditions name.
    pub fn bind(&self, conditions: &mut Conditions) {
        if let Some(from) = self.created.0 {
            conditions.bind(":created_from", from);
        }
        if let Some(to) = self.created.1 {
            conditions.bind(":created_to", to);
        }
        if let Some(min) = self.total.0 {
            conditions.bind(":total_min", min);
        }
        if let Some(max) = self.total.1 {
            conditions.bind(":total_max", max);
        }
        if let Some(staff_id) = self.staff_id {
            conditions.bind(":staff_id", staff_id);
        }
        if let Some(customer_id) = self.customer_id {
            conditions.bind(":customer_id", customer_id);
        }
        match self.text_match {
            Some(TextMatch::Sparse) => {
                conditions.bind(":text", contains_pattern(&self.text));
                conditions.bind(":number", self.text.clone());
            }
            Some(TextMatch::Dense) => conditions.bind(":text", contains_pattern(&self.text)),
            Some(TextMatch::Nothing) | None => {}
        }
    }
}

fn quoted<'a>(words: impl Iterator<Item = &'a str>) -> String {
    words.map(|word| format!("'{word}'")).collect::<Vec<_>>().join(", ")
}

/// Where a text is looked for, each by an index: customers, SKUs, a bare number of any year, the beginning of a
/// number, people who are no customers, and what an order without a name says. `{}` stands for what is selected.
const SOURCES: [&str; 6] = [
    "SELECT {} FROM customer
     CROSS JOIN orders ON orders.customer_id = customer.id
     WHERE customer.name_folded LIKE :text ESCAPE '\\' OR customer.email_folded LIKE :text ESCAPE '\\'",
    "SELECT {} FROM variant
     CROSS JOIN order_line ON order_line.variant_id = variant.id
     CROSS JOIN orders ON orders.id = order_line.order_id
     WHERE variant.sku_folded LIKE :text ESCAPE '\\'",
    "SELECT {} FROM counter
     CROSS JOIN orders ON orders.number = substr(counter.name, 14) || '-' || printf('%06d', CAST(:number AS INTEGER))
     WHERE counter.name GLOB 'order_number_*' AND :number <> '' AND NOT :number GLOB '*[^0-9]*'",
    "SELECT {} FROM orders
     WHERE orders.number >= :number AND orders.number < :number || ':' AND :number GLOB '[0-9][0-9][0-9][0-9]-*'",
    "SELECT {} FROM orders INDEXED BY orders_by_walk_in
     WHERE orders.walk_in IS NOT NULL AND orders.walk_in LIKE :text ESCAPE '\\'",
    "SELECT {} FROM orders INDEXED BY orders_by_customer
     WHERE orders.customer_id IS NULL AND orders.walk_in IS NULL AND 'walk-in customer' LIKE :text ESCAPE '\\'",
];

/// The statement that gives the `row_no` of every order a sparse text matches.
pub fn gather_text() -> String {
    SOURCES.map(|source| source.replace("{}", "orders.row_no")).join(" UNION ")
}

/// Counts, up to a limit, the orders that a text can match.
fn match_text(books: &Snapshot<'_>, text: &str) -> Result<TextMatch, Failure> {
    // Without putting equal rows together, counting can stop as soon as there are many.
    let sources = SOURCES.map(|source| source.replace("{}", "1")).join(" UNION ALL ");
    let matches: i64 = books.one(
        &format!("SELECT count(*) FROM (SELECT 1 FROM ({sources}) LIMIT {})", SPARSE_TEXT + 1),
        named_params! { ":text": contains_pattern(text), ":number": text },
        |row| row.get(0),
    )?;
    Ok(match matches {
        0 => TextMatch::Nothing,
        few if few <= SPARSE_TEXT => TextMatch::Sparse,
        _ => TextMatch::Dense,
    })
}

/// Reads a filter, or refuses it with every problem it has.
pub fn parse_filter(books: &Snapshot<'_>, filter: &OrderFilter) -> Result<Parsed, Failure> {
    Parsed::read(books, filter)
}
