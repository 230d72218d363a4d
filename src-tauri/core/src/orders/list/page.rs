use super::filter::{OrderFilter, OrderSort, Parsed};
use super::plan::page_keys;
use crate::db::Snapshot;
use crate::kernel::{Cursor, Failure, Key, Problem, Refusal, page_limit};
use crate::orders::store::{OrderRow, ROW_COLUMNS, ROW_WIDTH, order_row};

crate::request! {
    pub struct OrderList {
        pub filter: Option<OrderFilter>,
        pub sort: Option<OrderSort>,
        pub cursor: Option<String>,
        pub limit: Option<i64>,
    }
}
crate::response! {
    pub struct OrderPage {
        pub rows: Vec<OrderRow>,
        pub next: Option<String>,
    }
}

/// One page by keyset: the keys out of an index and the rows by key, in one statement.
pub fn order_list(books: &Snapshot<'_>, request: OrderList) -> Result<OrderPage, Failure> {
    let filter = Parsed::read(books, &request.filter.unwrap_or_default())?;
    let sort = request.sort.unwrap_or_default();
    let limit = page_limit(request.limit);
    let after = match Cursor::parse(request.cursor.as_deref())? {
        None => None,
        Some(Cursor(key @ Key::Number(_), seq)) => Some((key, seq)),
        Some(Cursor(Key::Text(_), _)) => return Err(Refusal::field("cursor", Problem::Malformed, None).into()),
    };
    let Some(keys) = page_keys(books, &filter, sort, after, limit)? else {
        return Ok(OrderPage { rows: Vec::new(), next: None });
    };
    let sql = format!(
        "WITH page AS MATERIALIZED ({})
         SELECT {ROW_COLUMNS}, page.created_at, page.total
         FROM page
         CROSS JOIN orders ON orders.row_no = page.row_no
         CROSS JOIN staff ON staff.id = orders.staff_id
         ORDER BY {}",
        keys.sql,
        sort.order_by("page.")
    );
    let rows = books.rows(&sql, keys.conditions.values().as_slice(), |row| {
        let key = match sort.column() {
            Some("orders.created_at") => row.get(ROW_WIDTH)?,
            Some(_) => row.get(ROW_WIDTH + 1)?,
            None => 0,
        };
        Ok((order_row(books, row)?, key))
    })?;
    let next = (rows.len() as i64 == limit)
        .then(|| rows.last().map(|(row, key)| Cursor(Key::Number(*key), row.seq).to_string()))
        .flatten();
    Ok(OrderPage { rows: rows.into_iter().map(|(row, _)| row).collect(), next })
}
