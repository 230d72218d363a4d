use super::store::{Customer, read_customer};
use crate::db::Snapshot;
use crate::kernel::{CustomerId, Failure, Instant, Minor, Money};
use rusqlite::named_params;

crate::strict_request! {
    pub struct CustomerGet {
        pub id: CustomerId,
    }
}
crate::response! {
    pub struct CustomerDetail {
        pub customer: Customer,
        pub orders: i64,
        /// From pending up to shipped.
        pub open_orders: i64,
        /// What their orders from confirmed to delivered come to, less what came back.
        pub spent: Money,
        /// Of these what is not paid yet.
        pub due: Money,
        pub last_order_at: Option<Instant>,
        /// That still run.
        pub holds: i64,
        pub held_units: i64,
        /// Open or parked.
        pub baskets: i64,
        /// Places in a queue for units.
        pub waits: i64,
    }
}

pub fn customer_get(books: &Snapshot<'_>, request: CustomerGet) -> Result<CustomerDetail, Failure> {
    detail(books, request.id)
}

pub(super) fn detail(books: &Snapshot<'_>, id: CustomerId) -> Result<CustomerDetail, Failure> {
    let customer = read_customer(books, id)?;
    books.one(
        "WITH sale AS (
           SELECT created_at, status, total - returned AS worth, paid,
                  status IN ('confirmed', 'processing', 'shipped', 'delivered') AS counts
           FROM orders
           WHERE customer_id = :id),
         sold AS (
           SELECT count(*) AS orders,
                  coalesce(sum(status IN ('pending', 'confirmed', 'processing', 'shipped')), 0) AS open_orders,
                  coalesce(sum(CASE WHEN counts THEN worth END), 0) AS spent,
                  coalesce(sum(CASE WHEN counts THEN max(worth - paid, 0) END), 0) AS due,
                  max(created_at) AS last_order_at
           FROM sale),
         held AS (
           SELECT count(*) AS holds, coalesce(sum(quantity), 0) AS units
           FROM reservation
           WHERE customer_id = :id AND status = 'active' AND expires_at > :now)
         SELECT sold.orders, sold.open_orders, sold.spent, sold.due, sold.last_order_at, held.holds, held.units,
                (SELECT count(*) FROM basket WHERE customer_id = :id AND status IN ('open', 'parked')),
                (SELECT count(*) FROM stock_wait
                 WHERE customer_id = :id AND status = 'waiting' AND expires_at > :now)
         FROM sold, held",
        named_params! { ":id": id, ":now": books.now },
        |row| {
            Ok(CustomerDetail {
                customer,
                orders: row.get(0)?,
                open_orders: row.get(1)?,
                spent: books.money(Minor(row.get(2)?)),
                due: books.money(Minor(row.get(3)?)),
                last_order_at: row.get(4)?,
                holds: row.get(5)?,
                held_units: row.get(6)?,
                baskets: row.get(7)?,
                waits: row.get(8)?,
            })
        },
    )
}
