//! Which index answers a filter and sort, and the statement that gives the keys in order.
//!
//! SQLite alone chooses badly here: it knows nothing of how many orders a range holds. So the ranges are counted
//! first, each up to a small cap, and the statement names its index.
//!
//! - The sort's own index is walked, its other columns deciding each entry, where no range is narrow.
//! - Where another range (days, totals, one member of staff) holds few orders, those are read and sorted.
//! - One customer's orders, or the few that a text matches, are always read and sorted.
//! - A page of chosen statuses walks one index a status and merges.

use super::filter::{OrderSort, Parsed, TextMatch, gather_text};
use crate::db::{Conditions, Snapshot};
use crate::kernel::{Failure, Key, OrderStatus};

/// A range of at most so many orders is read and sorted instead of walking the sort's own index.
const NARROW: i64 = 500;

/// What an order is sorted by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum By {
    Created,
    Total,
    Number,
}

impl OrderSort {
    fn by(self) -> By {
        match self {
            OrderSort::Newest | OrderSort::Oldest => By::Created,
            OrderSort::HighestValue | OrderSort::LowestValue => By::Total,
            OrderSort::Number | OrderSort::NumberDesc => By::Number,
        }
    }

    fn down(self) -> bool {
        match self {
            OrderSort::Newest | OrderSort::HighestValue | OrderSort::NumberDesc => true,
            OrderSort::Oldest | OrderSort::LowestValue | OrderSort::Number => false,
        }
    }

    /// The column before `seq` in the order; none where `seq` alone orders.
    pub fn column(self) -> Option<&'static str> {
        match self.by() {
            By::Created => Some("orders.created_at"),
            By::Total => Some("orders.total"),
            By::Number => None,
        }
    }

    pub fn order_by(self, prefix: &str) -> String {
        let direction = if self.down() { "DESC" } else { "ASC" };
        match self.by() {
            By::Created => format!("{prefix}created_at {direction}, {prefix}seq {direction}"),
            By::Total => format!("{prefix}total {direction}, {prefix}seq {direction}"),
            By::Number => format!("{prefix}seq {direction}"),
        }
    }
}

/// Where the keys come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Source {
    /// `FROM orders INDEXED BY ...`, walked in order or read and sorted.
    Index(&'static str),
    /// One walk a status, merged.
    Statuses(&'static str),
    /// The orders that a text matches.
    Gathered,
    Nothing,
}

fn own_index(sort: OrderSort) -> &'static str {
    match sort.by() {
        By::Created => "orders_by_created",
        By::Total => "orders_by_total",
        By::Number => "orders_by_number",
    }
}

/// Chooses for a page: the first rows count, not all of them.
fn source_of_page(books: &Snapshot<'_>, filter: &Parsed, sort: OrderSort) -> Result<Source, Failure> {
    match filter.text_match {
        Some(TextMatch::Nothing) => return Ok(Source::Nothing),
        Some(TextMatch::Sparse) => return Ok(Source::Gathered),
        Some(TextMatch::Dense) | None => {}
    }
    if filter.customer_id.is_some() {
        return Ok(Source::Index("orders_by_customer"));
    }
    if let Some(narrow) = narrow_range(books, filter, sort)? {
        return Ok(Source::Index(narrow));
    }
    if filter.statuses.is_empty() {
        return Ok(Source::Index(own_index(sort)));
    }
    match sort.by() {
        By::Created => Ok(Source::Statuses("orders_by_status_created")),
        By::Total => Ok(Source::Statuses("orders_by_status_total")),
        By::Number => Ok(Source::Index("orders_by_number")),
    }
}

/// The index of a range that holds few orders and is not the sort's own, if there is one. One statement.
fn narrow_range(books: &Snapshot<'_>, filter: &Parsed, sort: OrderSort) -> Result<Option<&'static str>, Failure> {
    let created = filter.created.0.is_some() || filter.created.1.is_some();
    let total = filter.total.0.is_some() || filter.total.1.is_some();
    let chosen = !filter.statuses.is_empty();
    // What each index could be entered by.
    let only = |created: bool, total: bool, statuses: bool, staff: bool| Parsed {
        statuses: if statuses { filter.statuses.clone() } else { Vec::new() },
        created: if created { filter.created } else { (None, None) },
        total: if total { filter.total } else { (None, None) },
        staff_id: filter.staff_id.filter(|_| staff),
        ..Parsed::default()
    };
    let mut candidates: Vec<(&'static str, Parsed)> = Vec::new();
    if filter.staff_id.is_some() {
        candidates.push(("orders_by_staff", only(created, false, false, true)));
    }
    match (sort.by(), chosen) {
        (By::Created, false) if total => candidates.push(("orders_by_total", only(false, true, false, false))),
        (By::Created, true) if total => candidates.push(("orders_by_status_total", only(false, true, true, false))),
        (By::Total, false) if created => candidates.push(("orders_by_created", only(true, false, false, false))),
        (By::Total, true) if created => candidates.push(("orders_by_status_created", only(true, false, true, false))),
        (By::Number, false) => {
            if created {
                candidates.push(("orders_by_created", only(true, false, false, false)));
            }
            if total {
                candidates.push(("orders_by_total", only(false, true, false, false)));
            }
        }
        (By::Number, true) => {
            candidates.push(("orders_by_status_created", only(true, false, true, false)));
            if total {
                candidates.push(("orders_by_status_total", only(false, true, true, false)));
            }
        }
        (By::Created | By::Total, _) => {}
    }
    if candidates.is_empty() {
        return Ok(None);
    }
    let mut named = Conditions::default();
    let any = |test: fn(&Parsed) -> bool| candidates.iter().any(|(_, range)| test(range));
    only(
        any(|range| range.created != (None, None)),
        any(|range| range.total != (None, None)),
        false,
        any(|range| range.staff_id.is_some()),
    )
    .bind(&mut named);
    let counts: Vec<String> = candidates
        .iter()
        .map(|(index, range)| {
            let mut conditions = Conditions::default();
            range.indexed(&mut conditions, true);
            format!(
                "(SELECT count(*) FROM (SELECT 1 FROM orders INDEXED BY {index} WHERE {} LIMIT {}))",
                conditions.sql(),
                NARROW + 1
            )
        })
        .collect();
    let found = books.one(&format!("SELECT {}", counts.join(", ")), named.values().as_slice(), |row| {
        (0..candidates.len()).map(|index| row.get::<_, i64>(index)).collect::<rusqlite::Result<Vec<_>>>()
    })?;
    Ok(found
        .into_iter()
        .zip(&candidates)
        .filter(|(count, _)| *count <= NARROW)
        .min_by_key(|(count, _)| *count)
        .map(|(_, (index, _))| *index))
}

/// A statement for keys in order, with its values.
pub struct KeyQuery {
    pub sql: String,
    pub conditions: Conditions,
}

/// The keys of one page: `row_no`, `seq`, `created_at`, `total`, in order, after a cursor.
pub fn page_keys(
    books: &Snapshot<'_>,
    filter: &Parsed,
    sort: OrderSort,
    after: Option<(Key, i64)>,
    limit: i64,
) -> Result<Option<KeyQuery>, Failure> {
    let source = source_of_page(books, filter, sort)?;
    let after_sql = after.as_ref().map(|_| {
        let sign = if sort.down() { "<" } else { ">" };
        match sort.column() {
            Some(column) => format!("({column}, orders.seq) {sign} (:after_key, :after_seq)"),
            None => format!("orders.seq {sign} :after_seq"),
        }
    });
    let keys = |from: &str, status: Option<OrderStatus>| {
        let mut conditions = Conditions::default();
        if let Some(status) = status {
            conditions.and(format!("orders.status = '{status}'"));
        }
        filter.indexed(&mut conditions, status.is_none());
        if let Some(after) = &after_sql {
            conditions.and(after.clone());
        }
        filter.of_row(&mut conditions);
        format!(
            "SELECT orders.row_no, orders.seq, orders.created_at, orders.total
             FROM {from}
             WHERE {}
             ORDER BY {}
             LIMIT {limit}",
            conditions.sql(),
            sort.order_by("orders.")
        )
    };
    let sql = match source {
        Source::Nothing => return Ok(None),
        Source::Index(index) => keys(&format!("orders INDEXED BY {index}"), None),
        Source::Gathered => {
            keys(&format!("({}) AS hit CROSS JOIN orders ON orders.row_no = hit.row_no", gather_text()), None)
        }
        Source::Statuses(index) => {
            let walks: Vec<String> = filter
                .statuses
                .iter()
                .map(|status| format!("SELECT * FROM ({})", keys(&format!("orders INDEXED BY {index}"), Some(*status))))
                .collect();
            format!("{} ORDER BY {} LIMIT {limit}", walks.join(" UNION ALL "), sort.order_by(""))
        }
    };
    let mut conditions = Conditions::default();
    filter.bind(&mut conditions);
    if let Some((key, seq)) = after {
        conditions.bind(":after_seq", seq);
        if sort.column().is_some() {
            conditions.bind(":after_key", key);
        }
    }
    Ok(Some(KeyQuery { sql, conditions }))
}

/// All keys of a filter in order. Every row counts here, so one index is walked from end to end, or a narrow range
/// is read and sorted.
pub fn all_keys(
    books: &Snapshot<'_>,
    filter: &Parsed,
    sort: OrderSort,
    columns: &str,
) -> Result<Option<KeyQuery>, Failure> {
    let from = match filter.text_match {
        Some(TextMatch::Nothing) => return Ok(None),
        Some(TextMatch::Sparse) => {
            format!("({}) AS hit CROSS JOIN orders ON orders.row_no = hit.row_no", gather_text())
        }
        Some(TextMatch::Dense) | None if filter.customer_id.is_some() => {
            "orders INDEXED BY orders_by_customer".to_owned()
        }
        Some(TextMatch::Dense) | None => {
            let index = narrow_range(books, filter, sort)?.unwrap_or_else(|| match (&filter.statuses[..], sort.by()) {
                ([_], By::Created) => "orders_by_status_created",
                ([_], By::Total) => "orders_by_status_total",
                (_, _) => own_index(sort),
            });
            format!("orders INDEXED BY {index}")
        }
    };
    let mut conditions = Conditions::default();
    filter.indexed(&mut conditions, true);
    filter.of_row(&mut conditions);
    filter.bind(&mut conditions);
    let sql = format!("SELECT {columns} FROM {from} WHERE {} ORDER BY {}", conditions.sql(), sort.order_by("orders."));
    Ok(Some(KeyQuery { sql, conditions }))
}
