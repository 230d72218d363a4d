use crate::db::{Conditions, Snapshot};
use crate::kernel::{BasketId, BasketStatus, Failure, Instant, Minor, Money, Problem, Refusal, page_limit};

crate::request! {
    pub struct BasketList {
        /// Those that are being put together where left out: open and parked.
        pub statuses: Option<Vec<BasketStatus>>,
        pub cursor: Option<String>,
        pub limit: Option<i64>,
    }
}
crate::response! {
    pub struct BasketRow {
        pub id: BasketId,
        pub seq: i64,
        pub name: String,
        pub status: BasketStatus,
        pub customer_name: String,
        /// Units of all lines.
        pub items: i64,
        pub line_count: i64,
        pub total: Money,
        pub staff_name: String,
        pub created_at: Instant,
        pub updated_at: Instant,
        pub row_version: i64,
    }
    /// The newest first.
    pub struct BasketPage {
        pub rows: Vec<BasketRow>,
        pub next: Option<String>,
    }
}

pub fn basket_list(books: &Snapshot<'_>, request: BasketList) -> Result<BasketPage, Failure> {
    let limit = page_limit(request.limit);
    let mut statuses = request.statuses.unwrap_or_else(|| vec![BasketStatus::Open, BasketStatus::Parked]);
    statuses.sort_unstable();
    statuses.dedup();
    if statuses.is_empty() {
        return Err(Refusal::field("statuses", Problem::Required, None).into());
    }
    let mut conditions = Conditions::default();
    if let Some(cursor) = request.cursor {
        let before: i64 = cursor.parse().map_err(|_| Refusal::field("cursor", Problem::Malformed, None))?;
        conditions.and_with("seq < :before", ":before", before);
    }
    // Each status is read along the index of its own; SQLite merges them.
    let arms: Vec<String> = statuses
        .iter()
        .map(|status| format!("SELECT seq FROM basket WHERE status = '{status}' AND {}", conditions.sql()))
        .collect();
    let rows = books.rows(
        &format!(
            "WITH page AS MATERIALIZED ({arms} ORDER BY seq DESC LIMIT {limit})
             SELECT basket.id, basket.seq, basket.name, basket.status,
                    coalesce(customer.name, basket.customer_name),
                    (SELECT coalesce(sum(quantity), 0) FROM basket_line WHERE basket_id = basket.id),
                    (SELECT count(*) FROM basket_line WHERE basket_id = basket.id),
                    (SELECT coalesce(sum(quantity * unit_price), 0) FROM basket_line WHERE basket_id = basket.id),
                    staff.name, basket.created_at, basket.updated_at, basket.row_version
             FROM page
             CROSS JOIN basket ON basket.row_no = page.seq
             JOIN staff ON staff.id = basket.staff_id
             LEFT JOIN customer ON customer.id = basket.customer_id",
            arms = arms.join(" UNION ALL "),
        ),
        conditions.values().as_slice(),
        |row| {
            Ok(BasketRow {
                id: row.get(0)?,
                seq: row.get(1)?,
                name: row.get(2)?,
                status: row.get(3)?,
                customer_name: row.get(4)?,
                items: row.get(5)?,
                line_count: row.get(6)?,
                total: books.money(Minor(row.get(7)?)),
                staff_name: row.get(8)?,
                created_at: row.get(9)?,
                updated_at: row.get(10)?,
                row_version: row.get(11)?,
            })
        },
    )?;
    let next = (rows.len() as i64 == limit).then(|| rows.last().map(|row| row.seq.to_string())).flatten();
    Ok(BasketPage { rows, next })
}
