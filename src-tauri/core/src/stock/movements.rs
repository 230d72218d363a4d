use crate::db::Snapshot;
use crate::kernel::{
    Day, Failure, Instant, LocationId, MovementKind, Problem, Refusal, RequestId, VariantId, page_limit,
};
use rusqlite::named_params;

crate::strict_request! {
    pub struct StockMovements {
        pub variant_id: VariantId,
        pub location_id: Option<LocationId>,
        pub kinds: Option<Vec<MovementKind>>,
        pub from: Option<Day>,
        pub to: Option<Day>,
        pub cursor: Option<String>,
        pub limit: Option<i64>,
    }
}
crate::response! {
    pub struct Movement {
        pub seq: i64,
        pub variant_id: VariantId,
        pub location_id: LocationId,
        pub kind: MovementKind,
        pub on_hand_delta: i64,
        pub reserved_delta: i64,
        pub on_hand_after: i64,
        pub reserved_after: i64,
        pub reason: Option<String>,
        pub note: Option<String>,
        pub ref_type: Option<String>,
        pub ref_id: Option<String>,
        /// An order's number, whom a hold is for, or a document.
        pub ref_label: Option<String>,
        pub staff_name: String,
        pub request_id: Option<RequestId>,
        pub at: Instant,
    }
    pub struct MovementPage {
        pub rows: Vec<Movement>,
        pub next: Option<String>,
        /// All movements of the variant, whatever the filter.
        pub total: i64,
    }
}

/// The ledger of one variant from the newest movement down.
pub fn stock_movements(books: &Snapshot<'_>, request: StockMovements) -> Result<MovementPage, Failure> {
    if let (Some(from), Some(to)) = (request.from, request.to)
        && from > to
    {
        return Err(Refusal::field("to", Problem::RangeReversed, None).into());
    }
    let before = match request.cursor {
        None => i64::MAX,
        Some(cursor) => cursor.parse().map_err(|_| Refusal::field("cursor", Problem::Malformed, None))?,
    };
    let limit = page_limit(request.limit);
    let kinds: Vec<&str> = request.kinds.iter().flatten().map(|kind| kind.as_str()).collect();
    let zone = books.rules.time_zone;
    let rows = books.rows(
        "SELECT stock_movement.seq, variant_id, location_id, kind, on_hand_delta, reserved_delta, on_hand_after,
                reserved_after, reason, note, ref_type, lower(hex(ref_id)), ref_label, staff.name, request_id, at
         FROM stock_movement
         JOIN staff ON staff.id = stock_movement.staff_id
         WHERE variant_id = :variant_id
           AND stock_movement.seq < :before
           AND (:location_id IS NULL OR location_id = :location_id)
           AND at >= :from
           AND at < :to
           AND (:kinds = '' OR instr(:kinds, ',' || kind || ',') > 0)
         ORDER BY stock_movement.seq DESC
         LIMIT :limit",
        named_params! {
            ":variant_id": request.variant_id,
            ":before": before,
            ":location_id": request.location_id,
            ":from": request.from.map_or(i64::MIN, |day| zone.start_of(day).0),
            ":to": request.to.map_or(i64::MAX, |day| zone.end_of(day).0),
            ":kinds": if kinds.is_empty() { String::new() } else { format!(",{},", kinds.join(",")) },
            ":limit": limit,
        },
        |row| {
            let ref_id: Option<String> = row.get(11)?;
            Ok(Movement {
                seq: row.get(0)?,
                variant_id: row.get(1)?,
                location_id: row.get(2)?,
                kind: row.get(3)?,
                on_hand_delta: row.get(4)?,
                reserved_delta: row.get(5)?,
                on_hand_after: row.get(6)?,
                reserved_after: row.get(7)?,
                reason: row.get(8)?,
                note: row.get(9)?,
                ref_type: row.get(10)?,
                ref_id: ref_id.and_then(|hex| RequestId::parse(&hex)).map(|id| id.to_string()),
                ref_label: row.get(12)?,
                staff_name: row.get(13)?,
                request_id: row.get(14)?,
                at: row.get(15)?,
            })
        },
    )?;
    let total =
        books
            .one("SELECT count(*) FROM stock_movement WHERE variant_id = ?1", [request.variant_id], |row| row.get(0))?;
    let next = (rows.len() as i64 == limit).then(|| rows.last().map(|row| row.seq.to_string())).flatten();
    Ok(MovementPage { rows, next, total })
}
