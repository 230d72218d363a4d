//! What was changed in one act, as lists and pages show it.

use crate::db::{Conditions, Snapshot};
use crate::kernel::text::{MAX_SEARCH, contains_pattern, fold};
use crate::kernel::{
    BatchId, BatchKind, Cursor, Failure, Fields, Instant, Key, LocationId, Money, MovementKind, Problem, Refusal,
    VariantId, page_limit,
};
use rusqlite::{Row, named_params};

/// The most lines that one batch shows.
pub(super) const MAX_BATCH_LINES: i64 = 1_000;

crate::request! {
    pub struct BatchList {
        pub kinds: Option<Vec<BatchKind>>,
        /// Part of a label, a supplier, a document or a note.
        pub text: Option<String>,
        pub cursor: Option<String>,
        pub limit: Option<i64>,
    }
    /// One of id and seq.
    pub struct BatchGet {
        pub id: Option<BatchId>,
        /// Its number in the list of changes.
        pub seq: Option<i64>,
    }
}
crate::response! {
    /// What people changed in one act.
    pub struct Batch {
        pub id: BatchId,
        pub seq: i64,
        pub kind: BatchKind,
        /// How people name it: a document, a count's name, a file's name.
        pub label: String,
        pub supplier: String,
        pub document: String,
        pub note: String,
        pub location_name: Option<String>,
        pub to_location_name: Option<String>,
        pub line_count: i64,
        /// Units more or fewer on hand, over all lines; 0 for a transfer.
        pub units: i64,
        /// The batch that this one took back.
        pub reverses_id: Option<BatchId>,
        /// The batch that took this one back.
        pub undone_by: Option<BatchId>,
        pub staff_name: String,
        pub at: Instant,
    }
    pub struct BatchPage {
        pub rows: Vec<Batch>,
        pub next: Option<String>,
    }
    pub struct BatchLine {
        pub variant_id: VariantId,
        pub sku: String,
        pub name: String,
        /// The variant's own part of the name: "M / Red". Empty for a simple product.
        pub label: String,
        pub location_id: LocationId,
        pub location_name: String,
        pub kind: MovementKind,
        pub on_hand_delta: i64,
        pub unit_cost: Option<Money>,
    }
    pub struct BatchDetail {
        pub batch: Batch,
        /// The first 1,000 of them.
        pub lines: Vec<BatchLine>,
        pub lines_total: i64,
        /// Categories and products that it changed.
        pub changes: i64,
    }
}

const SELECT: &str = "SELECT batch.id, batch.seq, batch.kind, batch.label, batch.supplier, batch.document, batch.note,
     location.name, to_location.name, batch.line_count, batch.units, batch.reverses_id, undo.id, staff.name, batch.at
   FROM batch
   JOIN staff ON staff.id = batch.staff_id
   LEFT JOIN location ON location.id = batch.location_id
   LEFT JOIN location AS to_location ON to_location.id = batch.to_location_id
   LEFT JOIN batch AS undo ON undo.reverses_id = batch.id";

fn batch(row: &Row<'_>) -> rusqlite::Result<Batch> {
    Ok(Batch {
        id: row.get(0)?,
        seq: row.get(1)?,
        kind: row.get(2)?,
        label: row.get(3)?,
        supplier: row.get(4)?,
        document: row.get(5)?,
        note: row.get(6)?,
        location_name: row.get(7)?,
        to_location_name: row.get(8)?,
        line_count: row.get(9)?,
        units: row.get(10)?,
        reverses_id: row.get(11)?,
        undone_by: row.get(12)?,
        staff_name: row.get(13)?,
        at: row.get(14)?,
    })
}

pub fn read_batch(books: &Snapshot<'_>, id: BatchId) -> Result<Batch, Failure> {
    books
        .find(&format!("{SELECT} WHERE batch.id = ?1"), [id], batch)?
        .ok_or_else(|| Refusal::not_found("batch", id).into())
}

/// Batches from the newest down.
pub fn batch_list(books: &Snapshot<'_>, request: BatchList) -> Result<BatchPage, Failure> {
    let mut fields = Fields::default();
    let text = fold(&fields.text("text", request.text.as_deref().unwrap_or_default(), MAX_SEARCH));
    fields.finish()?;
    let limit = page_limit(request.limit);
    let mut conditions = Conditions::default();
    // One kind is walked along its index; of several the newest are soon found among all.
    let kinds: Vec<String> = request.kinds.iter().flatten().map(|kind| format!("'{kind}'")).collect();
    let order = match kinds.as_slice() {
        [] => "batch.row_no",
        [kind] => {
            conditions.and(format!("batch.kind = {kind}"));
            "batch.seq"
        }
        [..] => {
            conditions.and(format!("+batch.kind IN ({})", kinds.join(", ")));
            "batch.row_no"
        }
    };
    if !text.is_empty() {
        conditions.and_with(
            "fold(batch.label || char(10) || batch.supplier || char(10) || batch.document || char(10) || batch.note)
             LIKE :text ESCAPE '\\'",
            ":text",
            contains_pattern(&text),
        );
    }
    if let Some(Cursor(_, seq)) = Cursor::parse(request.cursor.as_deref())? {
        conditions.and_with(format!("{order} < :before"), ":before", seq);
    }
    let sql = format!("{SELECT} WHERE {} ORDER BY {order} DESC LIMIT {limit}", conditions.sql());
    let rows = books.rows(&sql, conditions.values().as_slice(), batch)?;
    let next = (rows.len() as i64 == limit)
        .then(|| rows.last().map(|row| Cursor(Key::Number(row.seq), row.seq).to_string()))
        .flatten();
    Ok(BatchPage { rows, next })
}

pub fn batch_get(books: &Snapshot<'_>, request: BatchGet) -> Result<BatchDetail, Failure> {
    let batch = match (request.id, request.seq) {
        (Some(id), None) => read_batch(books, id)?,
        (None, Some(seq)) => books
            .find(&format!("{SELECT} WHERE batch.row_no = ?1"), [seq], batch)?
            .ok_or_else(|| Failure::from(Refusal::not_found("batch", seq)))?,
        (None, None) => return Err(Refusal::field("id", Problem::Required, None).into()),
        (Some(_), Some(_)) => return Err(Refusal::field("seq", Problem::NotAllowed, None).into()),
    };
    let lines = books.rows(
        "SELECT movement.variant_id, variant.sku, product.name, variant.label, movement.location_id, location.name,
                movement.kind, movement.on_hand_delta, movement.unit_cost
         FROM stock_movement AS movement
         JOIN variant ON variant.id = movement.variant_id
         JOIN product ON product.id = variant.product_id
         JOIN location ON location.id = movement.location_id
         WHERE movement.batch_id = :id
           AND movement.kind IN ('receive', 'adjust', 'transfer_out', 'transfer_in')
         ORDER BY movement.seq
         LIMIT :most",
        named_params! { ":id": batch.id, ":most": MAX_BATCH_LINES },
        |row| {
            Ok(BatchLine {
                variant_id: row.get(0)?,
                sku: row.get(1)?,
                name: row.get(2)?,
                label: row.get(3)?,
                location_id: row.get(4)?,
                location_name: row.get(5)?,
                kind: row.get(6)?,
                on_hand_delta: row.get(7)?,
                unit_cost: row.get::<_, Option<_>>(8)?.map(|cost| books.money(cost)),
            })
        },
    )?;
    let (lines_total, changes) = books.one(
        "SELECT (SELECT count(*) FROM stock_movement
                 WHERE batch_id = :id AND kind IN ('receive', 'adjust', 'transfer_out', 'transfer_in')),
                (SELECT count(*) FROM batch_change WHERE batch_id = :id)",
        named_params! { ":id": batch.id },
        |row| Ok((row.get(0)?, row.get(1)?)),
    )?;
    Ok(BatchDetail { batch, lines, lines_total, changes })
}
