use crate::db::Snapshot;
use crate::kernel::{
    BatchId, Day, Failure, Instant, LocationId, MovementKind, Problem, Refusal, RequestId, StaffId, VariantId,
    page_limit,
};
use rusqlite::named_params;

crate::strict_request! {
    pub struct StockMovements {
        pub variant_id: VariantId,
        pub location_id: Option<LocationId>,
        pub kinds: Option<Vec<MovementKind>>,
        pub from: Option<Day>,
        pub to: Option<Day>,
        pub staff_id: Option<StaffId>,
        pub batch_id: Option<BatchId>,
        pub cursor: Option<String>,
        pub limit: Option<i64>,
    }
}
crate::response! {
    pub struct Movement {
        pub seq: i64,
        pub variant_id: VariantId,
        pub location_id: LocationId,
        pub location_name: String,
        pub kind: MovementKind,
        pub on_hand_delta: i64,
        pub reserved_delta: i64,
        pub on_hand_after: i64,
        pub reserved_after: i64,
        /// The code of an adjustment's reason, or why units were given back.
        pub reason: Option<String>,
        /// What people call the reason of an adjustment.
        pub reason_name: Option<String>,
        pub note: Option<String>,
        pub ref_type: Option<String>,
        pub ref_id: Option<String>,
        /// An order's number, whom a hold is for, or a document.
        pub ref_label: Option<String>,
        pub staff_name: String,
        pub request_id: Option<RequestId>,
        /// The act that it is part of, which may be taken back as a whole.
        pub batch_id: Option<BatchId>,
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
        "SELECT movement.seq, movement.variant_id, movement.location_id, location.name, movement.kind,
                movement.on_hand_delta, movement.reserved_delta, movement.on_hand_after, movement.reserved_after,
                movement.reason, adjustment_reason.name, movement.note, movement.ref_type,
                lower(hex(movement.ref_id)), movement.ref_label, staff.name, movement.request_id, movement.batch_id,
                movement.at
         FROM stock_movement AS movement
         JOIN staff ON staff.id = movement.staff_id
         JOIN location ON location.id = movement.location_id
         LEFT JOIN adjustment_reason
           ON adjustment_reason.code = movement.reason
          AND movement.kind IN ('adjust', 'transfer_out', 'transfer_in')
         WHERE movement.variant_id = :variant_id
           AND movement.seq < :before
           AND (:location_id IS NULL OR movement.location_id = :location_id)
           AND movement.at >= :from
           AND movement.at < :to
           AND (:kinds = '' OR instr(:kinds, ',' || movement.kind || ',') > 0)
           AND (:staff_id IS NULL OR movement.staff_id = :staff_id)
           AND (:batch_id IS NULL OR movement.batch_id = :batch_id)
         ORDER BY movement.seq DESC
         LIMIT :limit",
        named_params! {
            ":variant_id": request.variant_id,
            ":before": before,
            ":location_id": request.location_id,
            ":from": request.from.map_or(i64::MIN, |day| zone.start_of(day).0),
            ":to": request.to.map_or(i64::MAX, |day| zone.end_of(day).0),
            ":kinds": if kinds.is_empty() { String::new() } else { format!(",{},", kinds.join(",")) },
            ":staff_id": request.staff_id,
            ":batch_id": request.batch_id,
            ":limit": limit,
        },
        |row| {
            let ref_id: Option<String> = row.get(13)?;
            Ok(Movement {
                seq: row.get(0)?,
                variant_id: row.get(1)?,
                location_id: row.get(2)?,
                location_name: row.get(3)?,
                kind: row.get(4)?,
                on_hand_delta: row.get(5)?,
                reserved_delta: row.get(6)?,
                on_hand_after: row.get(7)?,
                reserved_after: row.get(8)?,
                reason: row.get(9)?,
                reason_name: row.get(10)?,
                note: row.get(11)?,
                ref_type: row.get(12)?,
                ref_id: ref_id.and_then(|hex| RequestId::parse(&hex)).map(|id| id.to_string()),
                ref_label: row.get(14)?,
                staff_name: row.get(15)?,
                request_id: row.get(16)?,
                batch_id: row.get(17)?,
                at: row.get(18)?,
            })
        },
    )?;
    let total =
        books
            .one("SELECT count(*) FROM stock_movement WHERE variant_id = ?1", [request.variant_id], |row| row.get(0))?;
    let next = (rows.len() as i64 == limit).then(|| rows.last().map(|row| row.seq.to_string())).flatten();
    Ok(MovementPage { rows, next, total })
}
