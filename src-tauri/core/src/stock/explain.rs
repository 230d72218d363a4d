use super::list::{StockRow, stock_row};
use super::shortage::holders;
use crate::db::Snapshot;
use crate::kernel::{Day, Failure, Holder, Instant, LocationId, MovementKind, VariantId};
use rusqlite::named_params;

/// The most points of the chart.
const MAX_POINTS: i64 = 200;
/// Days back where none is named.
const DEFAULT_DAYS: u64 = 30;

crate::strict_request! {
    /// Why a figure is what it is: at one location, or over all of them together where none is named.
    pub struct StockExplain {
        pub variant_id: VariantId,
        pub from: Option<Day>,
        pub location_id: Option<LocationId>,
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
        /// 0 over all locations: what left one came to another.
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
    let row = stock_row(books, request.variant_id, request.location_id)?;
    let zone = books.rules.time_zone;
    let from = zone.start_of(request.from.unwrap_or_else(|| zone.day_of(books.now).days_before(DEFAULT_DAYS)));
    let params = named_params! {
        ":variant_id": request.variant_id, ":location_id": request.location_id, ":from": from,
    };
    let sums = books.rows(
        "SELECT kind, sum(on_hand_delta), sum(reserved_delta)
         FROM stock_movement
         WHERE variant_id = :variant_id AND (:location_id IS NULL OR location_id = :location_id) AND at >= :from
         GROUP BY kind",
        params,
        |row| Ok((row.get::<_, MovementKind>(0)?, row.get::<_, i64>(1)?, row.get::<_, i64>(2)?)),
    )?;
    let sum_of = |kinds: &[MovementKind]| -> i64 {
        sums.iter().filter(|(kind, _, _)| kinds.contains(kind)).map(|(_, on_hand, _)| on_hand).sum()
    };
    let since: i64 = sums.iter().map(|(_, on_hand, _)| on_hand).sum();
    let reserved_since: i64 = sums.iter().map(|(_, _, reserved)| reserved).sum();
    let opening = row.on_hand - since;
    let opening_available = opening - (row.reserved - reserved_since);
    let barcodes =
        books.rows("SELECT code FROM barcode WHERE variant_id = ?1 ORDER BY row_no", [request.variant_id], |row| {
            row.get(0)
        })?;
    // Added up from the start of the time that is shown, so that several locations make one line.
    let mut series = books.rows(
        "WITH since AS (
           SELECT at,
                  sum(on_hand_delta) OVER running AS on_hand,
                  sum(on_hand_delta - reserved_delta) OVER running AS available,
                  row_number() OVER running AS place,
                  count(*) OVER () AS total
           FROM stock_movement
           WHERE variant_id = :variant_id AND (:location_id IS NULL OR location_id = :location_id) AND at >= :from
           WINDOW running AS (ORDER BY seq)
         )
         SELECT at, on_hand, available
         FROM since
         WHERE (total - place) % (total / :most + 1) = 0
         ORDER BY place",
        named_params! {
            ":variant_id": request.variant_id, ":location_id": request.location_id, ":from": from, ":most": MAX_POINTS,
        },
        |row| {
            Ok(StockPoint {
                at: row.get(0)?,
                on_hand: opening + row.get::<_, i64>(1)?,
                available: opening_available + row.get::<_, i64>(2)?,
            })
        },
    )?;
    series.insert(0, StockPoint { at: from, on_hand: opening, available: opening_available });
    Ok(StockExplanation {
        barcodes,
        from,
        opening,
        received: sum_of(&[MovementKind::Receive]),
        returned: sum_of(&[MovementKind::Return]),
        shipped: sum_of(&[MovementKind::Ship]),
        adjusted: sum_of(&[MovementKind::Adjust]),
        transferred: sum_of(&[MovementKind::TransferIn, MovementKind::TransferOut]),
        holders: holders(books, request.variant_id, request.location_id)?,
        series,
        row,
    })
}
