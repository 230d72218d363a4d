use super::list::{StockRow, stock_row};
use super::shortage::holders;
use crate::db::Snapshot;
use crate::kernel::{Day, Failure, Holder, Instant, MovementKind, VariantId};
use rusqlite::named_params;

/// The most points of the chart.
const MAX_POINTS: i64 = 200;
/// Days back where none is named.
const DEFAULT_DAYS: u64 = 30;

crate::strict_request! {
    /// Why a figure is what it is.
    pub struct StockExplain {
        pub variant_id: VariantId,
        pub from: Option<Day>,
    }
}
crate::response! {
    /// opening + received + returned + shipped + adjusted + transferred = on hand. Shipped is negative.
    pub struct StockExplanation {
        pub row: StockRow,
        pub barcodes: Vec<String>,
        pub from: Instant,
        pub opening: i64,
        pub received: i64,
        pub returned: i64,
        pub shipped: i64,
        pub adjusted: i64,
        pub transferred: i64,
        pub holders: Vec<Holder>,
        pub series: Vec<StockPoint>,
    }
    pub struct StockPoint {
        pub at: Instant,
        pub on_hand: i64,
        pub available: i64,
    }
}

pub fn stock_explain(books: &Snapshot<'_>, request: StockExplain) -> Result<StockExplanation, Failure> {
    let location_id = books.rules.selling_location_id;
    let row = stock_row(books, request.variant_id, location_id)?;
    let zone = books.rules.time_zone;
    let from = zone.start_of(request.from.unwrap_or_else(|| zone.day_of(books.now).days_before(DEFAULT_DAYS)));
    let sums = books.rows(
        "SELECT kind, sum(on_hand_delta)
         FROM stock_movement
         WHERE variant_id = :variant_id AND location_id = :location_id AND at >= :from
         GROUP BY kind",
        named_params! { ":variant_id": request.variant_id, ":location_id": location_id, ":from": from },
        |row| Ok((row.get::<_, MovementKind>(0)?, row.get::<_, i64>(1)?)),
    )?;
    let sum_of = |kinds: &[MovementKind]| -> i64 {
        sums.iter().filter(|(kind, _)| kinds.contains(kind)).map(|(_, sum)| sum).sum()
    };
    let since: i64 = sums.iter().map(|(_, sum)| sum).sum();
    let barcodes =
        books.rows("SELECT code FROM barcode WHERE variant_id = ?1 ORDER BY row_no", [request.variant_id], |row| {
            row.get(0)
        })?;
    let mut series = books.rows(
        "WITH since AS (
           SELECT at, on_hand_after, reserved_after,
                  row_number() OVER (ORDER BY seq DESC) - 1 AS back,
                  count(*) OVER () AS total
           FROM stock_movement
           WHERE variant_id = :variant_id AND location_id = :location_id AND at >= :from
         )
         SELECT at, on_hand_after, on_hand_after - reserved_after
         FROM since
         WHERE back % (total / :most + 1) = 0
         ORDER BY back DESC",
        named_params! {
            ":variant_id": request.variant_id, ":location_id": location_id, ":from": from, ":most": MAX_POINTS,
        },
        |row| Ok(StockPoint { at: row.get(0)?, on_hand: row.get(1)?, available: row.get(2)? }),
    )?;
    let reserved_since = books.one(
        "SELECT coalesce(sum(reserved_delta), 0)
         FROM stock_movement
         WHERE variant_id = :variant_id AND location_id = :location_id AND at >= :from",
        named_params! { ":variant_id": request.variant_id, ":location_id": location_id, ":from": from },
        |row| row.get::<_, i64>(0),
    )?;
    let opening = row.on_hand - since;
    series.insert(0, StockPoint { at: from, on_hand: opening, available: opening - (row.reserved - reserved_since) });
    Ok(StockExplanation {
        barcodes,
        from,
        opening,
        received: sum_of(&[MovementKind::Receive]),
        returned: sum_of(&[MovementKind::Return]),
        shipped: sum_of(&[MovementKind::Ship]),
        adjusted: sum_of(&[MovementKind::Adjust]),
        transferred: sum_of(&[MovementKind::TransferIn, MovementKind::TransferOut]),
        holders: holders(books, request.variant_id, Some(location_id))?,
        series,
        row,
    })
}
