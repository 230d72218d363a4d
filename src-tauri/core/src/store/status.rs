use super::info::StorePlace;
use crate::db::Snapshot;
use crate::kernel::{Failure, Instant};
use crate::stock::{StockSummaryGet, stock_summary};
use rusqlite::named_params;

crate::request! {
    pub struct StoreStatusGet {}
}
crate::response! {
    pub struct StoreStatus {
        pub store_name: String,
        pub file_name: String,
        pub demo: bool,
        pub currency: String,
        pub time_zone: String,
        pub now: Instant,
        pub active_holds: i64,
        pub held_units: i64,
        pub next_expiry: Option<Instant>,
        pub pending_orders: i64,
        /// Pending, confirmed or processing.
        pub open_orders: i64,
        pub low_stock: i64,
        pub last_saved_at: Option<Instant>,
        pub last_backup_at: Option<Instant>,
    }
}

pub fn store_status(place: &StorePlace, books: &Snapshot<'_>, _: StoreStatusGet) -> Result<StoreStatus, Failure> {
    let low_stock = stock_summary(books, StockSummaryGet::default())?.low;
    books.one(
        "SELECT setting.store_name, store.demo, setting.currency, setting.time_zone,
                (SELECT count(*) FROM reservation WHERE status = 'active' AND expires_at > :now),
                (SELECT coalesce(sum(quantity), 0) FROM reservation WHERE status = 'active' AND expires_at > :now),
                (SELECT min(expires_at) FROM reservation WHERE status = 'active' AND expires_at > :now),
                (SELECT count(*) FROM orders INDEXED BY orders_by_status_created WHERE status = 'pending'),
                (SELECT count(*) FROM orders INDEXED BY orders_by_status_created
                 WHERE status IN ('pending', 'confirmed', 'processing')),
                (SELECT at FROM audit_entry ORDER BY seq DESC LIMIT 1),
                store.last_backup_at
         FROM store, setting
         WHERE store.id = 1 AND setting.id = 1",
        named_params! { ":now": books.now },
        |row| {
            Ok(StoreStatus {
                store_name: row.get(0)?,
                file_name: place.file_name(),
                demo: row.get(1)?,
                currency: row.get(2)?,
                time_zone: row.get(3)?,
                now: books.now,
                active_holds: row.get(4)?,
                held_units: row.get(5)?,
                next_expiry: row.get(6)?,
                pending_orders: row.get(7)?,
                open_orders: row.get(8)?,
                low_stock,
                last_saved_at: row.get(9)?,
                last_backup_at: row.get(10)?,
            })
        },
    )
}
