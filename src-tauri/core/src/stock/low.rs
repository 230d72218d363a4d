//! Which variants became low: the screen asks whenever stock changed, also by another program, and tells it.

use crate::catalog::level_sql;
use crate::db::Snapshot;
use crate::kernel::{Failure, Instant, VariantId};
use rusqlite::named_params;

/// The most movements looked back over at once, from the newest: more are an import, not sales.
const MAX_MOVEMENTS: i64 = 10_000;
/// The most variants told at once.
const MAX_ROWS: i64 = 50;

crate::request! {
    pub struct StockLowSince {
        /// The ledger's last movement that was looked at; left out: only where the ledger stands now.
        pub after_seq: Option<i64>,
    }
}
crate::response! {
    pub struct LowRow {
        pub variant_id: VariantId,
        pub sku: String,
        pub name: String,
        pub label: String,
        /// Over all locations.
        pub available: i64,
        /// The level that counts.
        pub level: i64,
        /// When it moved last.
        pub at: Instant,
    }
    pub struct LowRows {
        /// The ledger's last movement.
        pub seq: i64,
        pub rows: Vec<LowRow>,
    }
}

/// Variants that were above their level before those movements and are at or below it after them. A transfer adds
/// nothing and takes nothing away, so it makes nothing low.
pub fn stock_low_since(books: &Snapshot<'_>, request: StockLowSince) -> Result<LowRows, Failure> {
    let seq: i64 = books.one("SELECT coalesce(max(seq), 0) FROM stock_movement", [], |row| row.get(0))?;
    let after = request.after_seq.unwrap_or(seq).max(seq - MAX_MOVEMENTS);
    if after >= seq {
        return Ok(LowRows { seq, rows: Vec::new() });
    }
    let rows = books.rows(
        &format!(
            "WITH moved AS MATERIALIZED (
               SELECT variant_id, sum(on_hand_delta - reserved_delta) AS delta, max(at) AS at, max(seq) AS seq
               FROM stock_movement
               WHERE seq > :after AND seq <= :seq
               GROUP BY variant_id
               HAVING delta < 0),
             judged AS (
               SELECT variant.id, variant.sku, product.name, variant.label, moved.delta, moved.at, moved.seq,
                      (SELECT sum(available) FROM stock_balance WHERE variant_id = moved.variant_id) AS available,
                      {level} AS level
               FROM moved
               CROSS JOIN variant ON variant.id = moved.variant_id
               CROSS JOIN product ON product.id = variant.product_id
               LEFT JOIN category ON category.id = product.category_id
               WHERE variant.active = 1)
             SELECT id, sku, name, label, available, level, at
             FROM judged
             WHERE available <= level AND available - delta > level
             ORDER BY seq DESC
             LIMIT :most",
            level = level_sql(books),
        ),
        named_params! { ":after": after, ":seq": seq, ":most": MAX_ROWS },
        |row| {
            Ok(LowRow {
                variant_id: row.get(0)?,
                sku: row.get(1)?,
                name: row.get(2)?,
                label: row.get(3)?,
                available: row.get(4)?,
                level: row.get(5)?,
                at: row.get(6)?,
            })
        },
    )?;
    Ok(LowRows { seq, rows })
}
