//! Taking a batch back: another batch that moves as many units the other way, relative to what is there now. Nothing is
//! deleted, and nothing is set to an old figure: what was sold, moved or counted since stays as it is.
//!
//! [`Undo`] says what would happen and what stands in the way. What stands in the way of the catalogue's part of an
//! import is added by the room that knows it; holds past their time are ended in `reservations/undo.rs`.

use super::batch::{self, NewBatch};
use super::batches::{Batch, MAX_BATCH_LINES, read_batch};
use super::{cost, ledger};
use crate::audit::{self, Entry};
use crate::db::{Snapshot, Uow};
use crate::kernel::{AuditAction, BatchId, BatchKind, Failure, Instant, LocationId, Refusal, UndoProblem, VariantId};
use rusqlite::{Row, named_params};
use serde_json::{Value, json};

/// The most problems that a preview or a refusal names.
const MAX_PROBLEMS: i64 = 100;
/// A batch of more lines is told to the audit as a whole; its movements name every line.
const MAX_AUDITED_LINES: i64 = 500;
/// The reason that movements of an undo keep.
const REASON: &str = "undo";

crate::strict_request! {
    pub struct BatchUndoPreview {
        pub id: BatchId,
    }
    /// Takes a batch back as a whole, or is refused with everything that stands in the way.
    pub struct BatchUndo {
        pub id: BatchId,
        pub reason: Option<String>,
    }
}
crate::response! {
    pub struct UndoLine {
        pub variant_id: VariantId,
        pub sku: String,
        pub name: String,
        pub label: String,
        pub location_id: LocationId,
        pub location_name: String,
        /// Units that the undo adds, or takes away where it is negative.
        pub delta: i64,
        pub on_hand_now: i64,
        pub on_hand_after: i64,
    }
    pub struct UndoPreview {
        pub batch: Batch,
        /// The first 1,000 of them.
        pub lines: Vec<UndoLine>,
        pub lines_total: i64,
        /// Categories and products whose change would be taken back too.
        pub changes: i64,
        /// What stands in the way: the first 100. None: it can be undone.
        pub problems: Vec<UndoProblem>,
    }
}

/// What taking the batch back adds, per variant and location. Where a batch moved units there and back, nothing is left
/// to do.
const NET: &str = "SELECT variant_id, location_id, -sum(on_hand_delta) AS delta
   FROM stock_movement
   WHERE batch_id = :id
   GROUP BY variant_id, location_id
   HAVING sum(on_hand_delta) <> 0";

/// A batch that shall be taken back, and whether it can be.
pub struct Undo {
    pub batch: Batch,
    /// Variants and locations whose balance changes.
    pub lines_total: i64,
    /// Categories and products that the batch changed.
    pub changes: i64,
    /// Everything that stands in the way; rooms that know more add theirs.
    pub problems: Vec<UndoProblem>,
}

impl Undo {
    /// Refuses what was taken back already; finds everything else that stands in the way.
    pub fn read(books: &Snapshot<'_>, id: BatchId) -> Result<Undo, Failure> {
        let batch = read_batch(books, id)?;
        if let Some(undone_by) = batch.undone_by {
            let at: Instant = books.one("SELECT at FROM batch WHERE id = ?1", [undone_by], |row| row.get(0))?;
            return Err(Refusal::AlreadyUndone { batch_id: id, undone_by, at }.into());
        }
        let (lines_total, changes): (i64, i64) = books.one(
            &format!("SELECT (SELECT count(*) FROM ({NET})), (SELECT count(*) FROM batch_change WHERE batch_id = :id)"),
            named_params! { ":id": id },
            |row| Ok((row.get(0)?, row.get(1)?)),
        )?;
        let problems = match () {
            () if batch.kind == BatchKind::Undo => vec![about(&batch, "an undo is not taken back; do it once more")],
            () if lines_total == 0 && changes == 0 => vec![about(&batch, "it changed nothing")],
            () => problems(books, id)?,
        };
        Ok(Undo { batch, lines_total, changes, problems })
    }

    pub fn preview(self, books: &Snapshot<'_>) -> Result<UndoPreview, Failure> {
        let lines = books.rows(
            &format!(
                "SELECT net.variant_id, variant.sku, product.name, variant.label, net.location_id, location.name,
                        net.delta, coalesce(balance.on_hand, 0)
                 FROM ({NET}) AS net
                 JOIN variant ON variant.id = net.variant_id
                 JOIN product ON product.id = variant.product_id
                 JOIN location ON location.id = net.location_id
                 LEFT JOIN stock_balance AS balance
                   ON balance.variant_id = net.variant_id AND balance.location_id = net.location_id
                 ORDER BY variant.seq, location.row_no
                 LIMIT :most"
            ),
            named_params! { ":id": self.batch.id, ":most": MAX_BATCH_LINES },
            |row| {
                let (delta, on_hand_now): (i64, i64) = (row.get(6)?, row.get(7)?);
                Ok(UndoLine {
                    variant_id: row.get(0)?,
                    sku: row.get(1)?,
                    name: row.get(2)?,
                    label: row.get(3)?,
                    location_id: row.get(4)?,
                    location_name: row.get(5)?,
                    delta,
                    on_hand_now,
                    on_hand_after: on_hand_now + delta,
                })
            },
        )?;
        Ok(UndoPreview {
            batch: self.batch,
            lines,
            lines_total: self.lines_total,
            changes: self.changes,
            problems: self.problems,
        })
    }

    /// Where holds past their time still stand in the books: variant, location, and how many units must be free.
    pub fn held_in_the_way(&self, books: &Snapshot<'_>) -> Result<Vec<(VariantId, LocationId, i64)>, Failure> {
        books.rows(
            &format!(
                "SELECT net.variant_id, net.location_id, -net.delta - balance.available
                 FROM ({NET}) AS net
                 JOIN stock_balance AS balance
                   ON balance.variant_id = net.variant_id AND balance.location_id = net.location_id
                 WHERE balance.available + net.delta < 0"
            ),
            named_params! { ":id": self.batch.id },
            |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
        )
    }

    /// Refuses where something stands in the way.
    pub fn check(&self) -> Result<(), Failure> {
        if self.problems.is_empty() {
            return Ok(());
        }
        Err(Refusal::UndoNotPossible {
            batch_id: self.batch.id,
            label: self.batch.label.clone(),
            problems: self.problems.clone(),
        }
        .into())
    }

    /// Opens the batch that takes this one back, and moves the units. What the caller takes back besides belongs to the
    /// same batch, until [`Undo::finish`].
    ///
    /// INVARIANT: of this batch and the one it takes back, the units of each variant at each location add up to 0.
    /// `doctor` adds them up again.
    pub fn begin(&self, uow: &mut Uow<'_>, reason: &str) -> Result<BatchId, Failure> {
        let (location_id, to_location_id) =
            uow.one("SELECT location_id, to_location_id FROM batch WHERE id = ?1", [self.batch.id], |row| {
                Ok((row.get::<_, Option<LocationId>>(0)?, row.get::<_, Option<LocationId>>(1)?))
            })?;
        let transfer = self.batch.kind == BatchKind::Transfer;
        let undo_id = batch::begin(
            uow,
            NewBatch {
                label: &self.batch.label,
                note: reason,
                // A transfer is taken back by a transfer back.
                location_id: if transfer { to_location_id } else { location_id },
                to_location_id: if transfer { location_id } else { to_location_id },
                reverses_id: Some(self.batch.id),
                ..NewBatch::of(BatchKind::Undo)
            },
        )?;
        let kind = if transfer { "CASE WHEN delta < 0 THEN 'transfer_out' ELSE 'transfer_in' END" } else { "'adjust'" };
        let steps = format!(
            "SELECT variant_id, location_id, {kind} AS kind, delta AS on_hand_delta, :reason AS reason, :note AS note,
                    'batch' AS ref_type, :id AS ref_id, :label AS ref_label
             FROM ({NET})"
        );
        let note = Some(reason).filter(|reason| !reason.is_empty());
        ledger::append_all(
            uow,
            &steps,
            &[(":id", &self.batch.id), (":reason", &REASON), (":note", &note), (":label", &self.batch.label)],
        )?;
        cost::look_up_again(uow, self.batch.id)?;
        self.audit_lines(uow, undo_id, reason)?;
        Ok(undo_id)
    }

    fn audit_lines(&self, uow: &mut Uow<'_>, undo_id: BatchId, reason: &str) -> Result<(), Failure> {
        if self.lines_total > MAX_AUDITED_LINES {
            return Ok(());
        }
        let lines = uow.rows(
            "SELECT movement.variant_id, variant.sku, location.name, movement.on_hand_delta, movement.on_hand_after
             FROM stock_movement AS movement
             JOIN variant ON variant.id = movement.variant_id
             JOIN location ON location.id = movement.location_id
             WHERE movement.batch_id = :undo_id
             ORDER BY movement.seq",
            named_params! { ":undo_id": undo_id },
            |row| {
                Ok((
                    row.get::<_, VariantId>(0)?,
                    row.get::<_, String>(1)?,
                    row.get::<_, String>(2)?,
                    row.get::<_, i64>(3)?,
                    row.get::<_, i64>(4)?,
                ))
            },
        )?;
        let said = if reason.is_empty() { REASON.to_owned() } else { format!("{REASON}: {reason}") };
        for (variant_id, sku, location, delta, after) in lines {
            audit::record(
                uow,
                Entry {
                    action: AuditAction::StockAdjusted,
                    object_type: "variant",
                    object_id: variant_id.to_string(),
                    object_label: &sku,
                    old: Some(json!({ "onHand": after - delta })),
                    new: Some(json!({ "onHand": after, "delta": delta, "location": location })),
                    reason: Some(&said),
                },
            )?;
        }
        Ok(())
    }

    /// Says in the audit what was taken back, and closes the batch. `more` is what was taken back besides stock.
    pub fn finish(self, uow: &mut Uow<'_>, undo_id: BatchId, reason: &str, more: Value) -> Result<Batch, Failure> {
        let mut new = json!({ "undoneBy": undo_id.to_string(), "lines": self.lines_total });
        if let (Some(new), Value::Object(more)) = (new.as_object_mut(), more) {
            new.extend(more);
        }
        audit::record(
            uow,
            Entry {
                action: AuditAction::BatchUndone,
                object_type: "batch",
                object_id: self.batch.id.to_string(),
                object_label: &self.batch.label,
                old: Some(json!({
                    "kind": self.batch.kind, "lines": self.batch.line_count, "units": self.batch.units,
                })),
                new: Some(new),
                reason: Some(reason).filter(|reason| !reason.is_empty()),
            },
        )?;
        batch::finish(uow, undo_id, self.lines_total)?;
        read_batch(uow, undo_id)
    }
}

fn about(batch: &Batch, message: &str) -> UndoProblem {
    UndoProblem { label: batch.label.clone(), sku: None, message: message.to_owned(), needed: None, available: None }
}

/// What stands in the way of the stock's part: units that are gone or promised since, archived products and locations.
/// A hold past its time is no promise.
fn problems(books: &Snapshot<'_>, id: BatchId) -> Result<Vec<UndoProblem>, Failure> {
    books.rows(
        &format!(
            "WITH net AS ({NET}),
             judged AS (
               SELECT variant.sku, variant.seq, location.row_no AS place, location.name AS location,
                      CASE variant.label WHEN '' THEN product.name ELSE product.name || ', ' || variant.label END AS name,
                      -net.delta AS needed,
                      coalesce(balance.available, 0) AS free,
                      product.archived_at IS NOT NULL OR variant.archived_at IS NOT NULL AS product_archived,
                      location.archived_at IS NOT NULL AS location_archived,
                      net.variant_id, net.location_id
               FROM net
               JOIN variant ON variant.id = net.variant_id
               JOIN product ON product.id = variant.product_id
               JOIN location ON location.id = net.location_id
               LEFT JOIN stock_balance AS balance
                 ON balance.variant_id = net.variant_id AND balance.location_id = net.location_id),
             known AS (
               SELECT sku, seq, place, location, name, needed, product_archived, location_archived,
                      CASE WHEN needed <= free THEN free
                        ELSE free + coalesce((SELECT sum(quantity) FROM reservation
                                              WHERE status = 'active' AND expires_at <= :now
                                                AND variant_id = judged.variant_id
                                                AND location_id = judged.location_id), 0)
                      END AS free
               FROM judged)
             SELECT sku, name, location, needed, free, product_archived, location_archived
             FROM known
             WHERE product_archived OR location_archived OR needed > free
             ORDER BY seq, place
             LIMIT :most"
        ),
        named_params! { ":id": id, ":now": books.now, ":most": MAX_PROBLEMS },
        problem,
    )
}

fn problem(row: &Row<'_>) -> rusqlite::Result<UndoProblem> {
    let (location, needed, available): (String, i64, i64) = (row.get(2)?, row.get(3)?, row.get(4)?);
    let (product_archived, location_archived): (bool, bool) = (row.get(5)?, row.get(6)?);
    let (message, short) = match (product_archived, location_archived) {
        (true, _) => ("it was archived since; restore it first".to_owned(), false),
        (false, true) => (format!("{location} was archived since; restore it first"), false),
        (false, false) => (format!("{needed} would go from {location}, {available} are free"), true),
    };
    Ok(UndoProblem {
        label: row.get(1)?,
        sku: row.get(0)?,
        message,
        needed: short.then_some(needed),
        available: short.then_some(available),
    })
}
