use super::store::{TABLES, Wait, columns, wait};
use crate::db::{Conditions, Snapshot};
use crate::kernel::{
    BasketId, Cursor, CustomerId, Failure, Key, LocationId, OrderId, VariantId, WaitStatus, page_limit,
};

crate::request! {
    pub struct WaitList {
        /// Waiting where left out, in the order of arrival; what ended, the newest first. A wait past its time is not
        /// listed as waiting.
        pub status: Option<WaitStatus>,
        pub variant_id: Option<VariantId>,
        pub location_id: Option<LocationId>,
        pub customer_id: Option<CustomerId>,
        pub basket_id: Option<BasketId>,
        pub order_id: Option<OrderId>,
        pub cursor: Option<String>,
        pub limit: Option<i64>,
    }
}
crate::response! {
    pub struct WaitPage {
        pub rows: Vec<Wait>,
        pub next: Option<String>,
    }
}

pub fn wait_list(books: &Snapshot<'_>, request: WaitList) -> Result<WaitPage, Failure> {
    let limit = page_limit(request.limit);
    let status = request.status.unwrap_or(WaitStatus::Waiting);
    let (sign, direction) = if status == WaitStatus::Waiting { (">", "ASC") } else { ("<", "DESC") };
    let mut conditions = Conditions::default();
    // A word of a closed list stands in the statement, so that the partial indexes can be seen to fit.
    conditions.and(format!("stock_wait.status = '{status}'"));
    conditions.bind(":now", books.now);
    if status == WaitStatus::Waiting {
        conditions.and("+stock_wait.expires_at > :now");
    }
    if let Some(Cursor(_, seq)) = Cursor::parse(request.cursor.as_deref())? {
        conditions.and_with(format!("stock_wait.seq {sign} :seq"), ":seq", seq);
    }
    if let Some(id) = request.variant_id {
        conditions.and_with("stock_wait.variant_id = :variant_id", ":variant_id", id);
    }
    if let Some(id) = request.location_id {
        conditions.and_with("stock_wait.location_id = :location_id", ":location_id", id);
    }
    if let Some(id) = request.customer_id {
        conditions.and_with("stock_wait.customer_id = :customer_id", ":customer_id", id);
    }
    if let Some(id) = request.basket_id {
        conditions.and_with("stock_wait.basket_id = :basket_id", ":basket_id", id);
    }
    if let Some(id) = request.order_id {
        conditions.and_with("stock_wait.order_id = :order_id", ":order_id", id);
    }
    let rows = books.rows(
        &format!(
            "SELECT {columns}
             FROM {TABLES}
             WHERE {conditions}
             ORDER BY stock_wait.seq {direction}
             LIMIT {limit}",
            columns = columns(),
            conditions = conditions.sql(),
        ),
        conditions.values().as_slice(),
        wait,
    )?;
    let next = (rows.len() as i64 == limit)
        .then(|| rows.last().map(|row| Cursor(Key::Number(row.seq), row.seq).to_string()))
        .flatten();
    Ok(WaitPage { rows, next })
}
