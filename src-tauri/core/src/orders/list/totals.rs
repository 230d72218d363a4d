//! Exact figures of what is filtered, and the counts on the tabs. They come out of the indexes alone, except for a
//! text that matches many orders.

use super::filter::{OrderFilter, OrderSort, Parsed};
use super::plan::all_keys;
use crate::db::Snapshot;
use crate::kernel::{Failure, Minor, Money};
use rusqlite::named_params;

crate::request! {
    pub struct OrderTotalsGet {
        pub filter: Option<OrderFilter>,
    }
    pub struct OrderCountsGet {}
}
crate::response! {
    pub struct OrderTotals {
        pub orders: i64,
        pub items: i64,
        pub total: Money,
        /// Rounded half up to the minor unit; zero without orders.
        pub average: Money,
        /// How many orders the same days hold without the other filters.
        pub of_same_days: i64,
    }
    pub struct OrderCounts {
        pub today: i64,
        /// Pending.
        pub to_confirm: i64,
        /// Confirmed.
        pub to_pack: i64,
        /// Processing.
        pub to_ship: i64,
        pub last30_days: i64,
        /// Pending, confirmed or processing.
        pub open: i64,
    }
}

pub fn order_totals(books: &Snapshot<'_>, request: OrderTotalsGet) -> Result<OrderTotals, Failure> {
    let filter = request.filter.unwrap_or_default();
    let days = OrderFilter { from: filter.from, to: filter.to, ..OrderFilter::default() };
    let (orders, items, total) = sums(books, &filter)?;
    let (of_same_days, _, _) = sums(books, &days)?;
    let average = if orders == 0 { 0 } else { (total + orders / 2) / orders };
    Ok(OrderTotals {
        orders,
        items,
        total: books.money(Minor(total)),
        average: books.money(Minor(average)),
        of_same_days,
    })
}

fn sums(books: &Snapshot<'_>, filter: &OrderFilter) -> Result<(i64, i64, i64), Failure> {
    let parsed = Parsed::read(books, filter)?;
    let Some(query) = all_keys(books, &parsed, OrderSort::Newest, "orders.items, orders.total")? else {
        return Ok((0, 0, 0));
    };
    books.one(
        &format!("SELECT count(*), coalesce(sum(items), 0), coalesce(sum(total), 0) FROM ({})", query.sql),
        query.conditions.values().as_slice(),
        |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
    )
}

pub fn order_counts(books: &Snapshot<'_>, _: OrderCountsGet) -> Result<OrderCounts, Failure> {
    let zone = books.rules.time_zone;
    let today = zone.day_of(books.now);
    let (to_confirm, to_pack, to_ship, today, last30_days): (i64, i64, i64, i64, i64) = books.one(
        "SELECT
           (SELECT count(*) FROM orders INDEXED BY orders_by_status_created WHERE status = 'pending'),
           (SELECT count(*) FROM orders INDEXED BY orders_by_status_created WHERE status = 'confirmed'),
           (SELECT count(*) FROM orders INDEXED BY orders_by_status_created WHERE status = 'processing'),
           (SELECT count(*) FROM orders INDEXED BY orders_by_created WHERE created_at >= :today),
           (SELECT count(*) FROM orders INDEXED BY orders_by_created WHERE created_at >= :month)",
        named_params! {
            ":today": zone.start_of(today), ":month": zone.start_of(today.days_before(29)),
        },
        |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?)),
    )?;
    Ok(OrderCounts { today, to_confirm, to_pack, to_ship, last30_days, open: to_confirm + to_pack + to_ship })
}
