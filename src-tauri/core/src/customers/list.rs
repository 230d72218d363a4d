use super::store::{COLUMNS, Customer, TABLES, customer, text_matches};
use crate::db::{Conditions, Snapshot};
use crate::kernel::text::{MAX_SEARCH, fold};
use crate::kernel::{Cursor, Failure, Fields, Instant, Key, TierId, page_limit};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum CustomerSort {
    #[default]
    Name,
    NameDesc,
    /// The last made known first.
    Newest,
    Oldest,
}

crate::request! {
    pub struct CustomerList {
        /// Words of the name or e-mail, or digits of the phone number, each any part of it.
        pub text: Option<String>,
        /// Those that are of this tier; the default tier's also without naming it.
        pub tier_id: Option<TierId>,
        /// Only archived ones; without it only those in use.
        pub archived: Option<bool>,
        pub sort: Option<CustomerSort>,
        pub cursor: Option<String>,
        pub limit: Option<i64>,
    }
}
crate::response! {
    pub struct CustomerListRow {
        #[serde(flatten)]
        pub customer: Customer,
        pub orders: i64,
        pub last_order_at: Option<Instant>,
    }
    pub struct CustomerPage {
        pub rows: Vec<CustomerListRow>,
        pub next: Option<String>,
    }
}

pub fn customer_list(books: &Snapshot<'_>, request: CustomerList) -> Result<CustomerPage, Failure> {
    let mut fields = Fields::default();
    let text = fold(&fields.line("text", request.text.as_deref().unwrap_or_default(), MAX_SEARCH));
    fields.finish()?;
    let limit = page_limit(request.limit);
    let (by_name, down) = match request.sort.unwrap_or_default() {
        CustomerSort::Name => (true, false),
        CustomerSort::NameDesc => (true, true),
        CustomerSort::Newest => (false, true),
        CustomerSort::Oldest => (false, false),
    };
    let (sign, direction) = if down { ("<", "DESC") } else { (">", "ASC") };
    let order = if by_name {
        format!("customer.name_folded {direction}, customer.seq {direction}")
    } else {
        format!("customer.row_no {direction}")
    };
    let mut conditions = Conditions::default();
    conditions.and(match request.archived {
        Some(true) => "customer.archived_at IS NOT NULL",
        Some(false) | None => "customer.archived_at IS NULL",
    });
    if let Some(tier_id) = request.tier_id {
        conditions.and_with(
            "coalesce(customer.tier_id, (SELECT id FROM tier WHERE is_default = 1)) = :tier_id",
            ":tier_id",
            tier_id,
        );
    }
    text_matches(&mut conditions, &text);
    if let Some(Cursor(after, seq)) = Cursor::parse(request.cursor.as_deref())? {
        if by_name {
            conditions.and_with(format!("(customer.name_folded, customer.seq) {sign} (:key, :seq)"), ":key", after);
        } else {
            conditions.and(format!("customer.row_no {sign} :seq"));
        }
        conditions.bind(":seq", seq);
    }
    // A part of a name is looked for along the index of names, which is a third of the table; without one the newest
    // are the table's own end.
    let from =
        if by_name || !text.is_empty() { "customer INDEXED BY customer_by_name" } else { "customer NOT INDEXED" };
    let sql = format!(
        "WITH page AS MATERIALIZED (
           SELECT customer.row_no
           FROM {from}
           WHERE {conditions}
           ORDER BY {order}
           LIMIT {limit})
         SELECT {COLUMNS}, customer.seq, customer.name_folded,
                (SELECT count(*) FROM orders WHERE customer_id = customer.id),
                (SELECT max(created_at) FROM orders WHERE customer_id = customer.id)
         FROM page
         CROSS JOIN {TABLES}
         WHERE customer.row_no = page.row_no
         ORDER BY {order}",
        conditions = conditions.sql(),
    );
    let rows = books.rows(&sql, conditions.values().as_slice(), |row| {
        let found = CustomerListRow { customer: customer(row)?, orders: row.get(14)?, last_order_at: row.get(15)? };
        Ok((found, row.get::<_, i64>(12)?, row.get::<_, String>(13)?))
    })?;
    let next = (rows.len() as i64 == limit)
        .then(|| rows.last().map(|(_, seq, name)| Cursor(Key::Text(name.clone()), *seq).to_string()))
        .flatten();
    Ok(CustomerPage { rows: rows.into_iter().map(|(row, _, _)| row).collect(), next })
}
