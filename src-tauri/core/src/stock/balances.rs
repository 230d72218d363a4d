use crate::db::Snapshot;
use crate::kernel::{Failure, LocationId, Refusal, VariantId};
use rusqlite::named_params;

crate::strict_request! {
    pub struct StockBalances {
        pub variant_id: VariantId,
    }
}
crate::response! {
    pub struct LocationBalance {
        pub location_id: LocationId,
        pub location_name: String,
        /// The store sells from here where nobody names a location.
        pub selling: bool,
        pub on_hand: i64,
        pub reserved: i64,
        pub available: i64,
    }
    /// A variant's units at every location, and all of them together.
    pub struct StockBalanceRows {
        pub rows: Vec<LocationBalance>,
        pub on_hand: i64,
        pub reserved: i64,
        pub available: i64,
    }
}

/// Every location in use, with zeros where there is nothing.
pub fn stock_balances(books: &Snapshot<'_>, request: StockBalances) -> Result<StockBalanceRows, Failure> {
    books
        .find("SELECT 1 FROM variant WHERE id = ?1", [request.variant_id], |_| Ok(()))?
        .ok_or_else(|| Failure::from(Refusal::not_found("product", request.variant_id)))?;
    let rows = books.rows(
        "SELECT location.id, location.name, location.id = :selling,
                coalesce(balance.on_hand, 0), coalesce(balance.reserved, 0), coalesce(balance.available, 0)
         FROM location
         LEFT JOIN stock_balance AS balance
           ON balance.location_id = location.id AND balance.variant_id = :variant_id
         WHERE location.archived_at IS NULL
         ORDER BY location.id <> :selling, location.name_folded",
        named_params! { ":variant_id": request.variant_id, ":selling": books.rules.selling_location_id },
        |row| {
            Ok(LocationBalance {
                location_id: row.get(0)?,
                location_name: row.get(1)?,
                selling: row.get(2)?,
                on_hand: row.get(3)?,
                reserved: row.get(4)?,
                available: row.get(5)?,
            })
        },
    )?;
    Ok(StockBalanceRows {
        on_hand: rows.iter().map(|row| row.on_hand).sum(),
        reserved: rows.iter().map(|row| row.reserved).sum(),
        available: rows.iter().map(|row| row.available).sum(),
        rows,
    })
}
