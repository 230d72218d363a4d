//! Sheets and lines as rows, and what the ledger says about them.

use crate::db::{Snapshot, Uow};
use crate::kernel::{CountId, CountScope, CountStatus, Failure, LocationId, Refusal, VariantId};
use rusqlite::named_params;

/// A sheet as the use cases handle it.
#[derive(Debug, Clone)]
pub(super) struct Sheet {
    pub id: CountId,
    pub name: String,
    pub status: CountStatus,
    pub scope: CountScope,
    pub location_id: LocationId,
    pub blind: bool,
    pub note: String,
    pub row_version: i64,
}

impl Sheet {
    pub fn read(books: &Snapshot<'_>, id: CountId) -> Result<Sheet, Failure> {
        books
            .find(
                "SELECT id, name, status, scope, location_id, blind, note, row_version FROM count_sheet WHERE id = ?1",
                [id],
                |row| {
                    Ok(Sheet {
                        id: row.get(0)?,
                        name: row.get(1)?,
                        status: row.get(2)?,
                        scope: row.get(3)?,
                        location_id: row.get(4)?,
                        blind: row.get(5)?,
                        note: row.get(6)?,
                        row_version: row.get(7)?,
                    })
                },
            )?
            .ok_or_else(|| Refusal::not_found("count", id).into())
    }

    /// A sheet that takes figures.
    pub fn open(books: &Snapshot<'_>, id: CountId) -> Result<Sheet, Failure> {
        let sheet = Sheet::read(books, id)?;
        match sheet.status {
            CountStatus::Open => Ok(sheet),
            CountStatus::Posted | CountStatus::Cancelled => {
                Err(Refusal::CountEnded { id, name: sheet.name, status: sheet.status }.into())
            }
        }
    }

    /// Whoever counts does not see what is expected.
    pub fn hides_expected(&self) -> bool {
        self.blind && self.status == CountStatus::Open
    }

    /// Every figure that comes in makes another version of the sheet: nobody posts what they have not seen.
    pub fn touch(&self, uow: &mut Uow<'_>) -> Result<(), Failure> {
        uow.change_one("UPDATE count_sheet SET row_version = row_version + 1 WHERE id = ?1", [self.id])
    }
}

/// The ledger's last movement.
pub(super) fn ledger_head(books: &Snapshot<'_>) -> Result<i64, Failure> {
    books.one("SELECT coalesce(max(seq), 0) FROM stock_movement", [], |row| row.get(0))
}

/// Reasons of adjustments that mend the books. Nothing moves on the shelf when they are made, so a figure counted
/// before stays what it was. Every other movement of units is taken as what happened on the shelf.
const MENDING: &str = "('found', 'correction', 'opening_stock', 'import', 'count')";
/// Those of them that do not tell which figure they knew of.
const MENDING_BY_HAND: &str = "('found', 'correction', 'opening_stock', 'import')";

/// The turn of the next figure of a variant, which is a column or a parameter.
pub(super) fn next_turn(variant_id: &str) -> String {
    format!("(SELECT coalesce(max(turn), 0) + 1 FROM count_line AS earlier WHERE earlier.variant_id = {variant_id})")
}

/// By how much the books were mended after a line was counted, in units, read along the ledger of its variant; `line` and `sheet` are in scope. Taking back
/// what came before the figure mends the books as well; taking back what came after it happened on the shelf like that.
fn mended() -> String {
    format!(
        "(SELECT coalesce(sum(later.on_hand_delta), 0)
          FROM stock_movement AS later INDEXED BY stock_movement_by_variant
          WHERE later.variant_id = line.variant_id
            AND later.seq > line.counted_seq
            AND later.location_id = sheet.location_id
            AND later.batch_id IS NOT NULL
            AND (later.kind = 'adjust' AND later.reason IN {MENDING}
                 OR EXISTS (SELECT 1
                            FROM batch
                            JOIN stock_movement AS undone INDEXED BY stock_movement_by_variant
                              ON undone.variant_id = later.variant_id AND undone.batch_id = batch.reverses_id
                            WHERE batch.id = later.batch_id
                              AND undone.location_id = later.location_id
                              AND (undone.seq <= line.counted_seq
                                   OR undone.kind = 'adjust' AND undone.reason IN {MENDING}))))"
    )
}

/// A later count of the same thing at the same place was posted, and not taken back: it holds.
const COUNTED_AGAIN: &str = "EXISTS (
    SELECT 1
    FROM count_line AS later
    JOIN count_sheet AS posted ON posted.id = later.sheet_id
    WHERE later.variant_id = line.variant_id
      AND (later.counted_seq, later.turn) > (line.counted_seq, line.turn)
      AND posted.location_id = sheet.location_id
      AND posted.status = 'posted'
      AND NOT EXISTS (SELECT 1 FROM batch WHERE batch.reverses_id = posted.batch_id))";

/// By how much a line's figure differs: what posting changes on hand by, or did; null while it was not counted.
/// `line` and `sheet` are in scope.
pub(super) fn difference() -> String {
    format!(
        "CASE
           WHEN line.counted IS NULL THEN NULL
           WHEN sheet.status = 'posted' THEN coalesce(line.posted, 0)
           WHEN sheet.status = 'cancelled' THEN line.counted - line.expected
           WHEN {COUNTED_AGAIN} THEN 0
           ELSE line.counted - line.expected - {mended}
         END",
        mended = mended()
    )
}

/// Must a line of an open sheet be counted again? Units came or went between the parts of its figure; or more left since
/// than were counted; or the books were mended by hand since and still say otherwise. `line` and `sheet` are in scope.
pub(super) fn doubtful() -> String {
    format!(
        "(line.moved = 1
          OR EXISTS (SELECT 1
                     FROM stock_movement AS later INDEXED BY stock_movement_by_variant
                     WHERE later.variant_id = line.variant_id
                       AND later.seq > line.counted_seq
                       AND later.location_id = sheet.location_id
                       AND later.on_hand_delta <> 0)
             AND ({ON_HAND} + {difference} < 0
                  OR {difference} <> 0
                     AND EXISTS (SELECT 1
                                 FROM stock_movement AS later INDEXED BY stock_movement_by_variant
                                 WHERE later.variant_id = line.variant_id
                                   AND later.seq > line.counted_seq
                                   AND later.location_id = sheet.location_id
                                   AND later.kind = 'adjust'
                                   AND later.reason IN {MENDING_BY_HAND})))",
        difference = difference()
    )
}

/// The lines of the open `sheet` in scope that may be doubtful, as row numbers.
pub(super) fn doubtful_suspects() -> String {
    format!(
        "{SUSPECTS}
         UNION ALL
         SELECT row_no FROM count_line INDEXED BY count_line_moved WHERE sheet_id = sheet.id AND moved = 1"
    )
}

/// The lines of the open `sheet` in scope whose difference may be other than zero, as row numbers: few among many.
pub(super) const SUSPECTS: &str = "
    SELECT row_no
    FROM count_line INDEXED BY count_line_differing
    WHERE sheet_id = sheet.id AND counted <> expected
    UNION ALL
    SELECT count_line.row_no
    FROM stock_movement INDEXED BY stock_movement_batched
    CROSS JOIN count_line ON count_line.sheet_id = sheet.id AND count_line.variant_id = stock_movement.variant_id
    WHERE stock_movement.location_id = sheet.location_id
      AND stock_movement.batch_id IS NOT NULL
      AND stock_movement.seq > sheet.began_seq
      AND stock_movement.seq > count_line.counted_seq";

/// What is on hand of a line now; `line` and `sheet` are in scope.
pub(super) const ON_HAND: &str = "coalesce((SELECT on_hand FROM stock_balance
    WHERE stock_balance.variant_id = line.variant_id AND stock_balance.location_id = sheet.location_id), 0)";

/// Did units of a variant come or go after one place of the ledger, up to another?
pub(super) fn moved_between(
    books: &Snapshot<'_>,
    variant_id: VariantId,
    location_id: LocationId,
    after_seq: i64,
    up_to_seq: i64,
) -> Result<bool, Failure> {
    books.one(
        "SELECT EXISTS (
           SELECT 1
           FROM stock_movement INDEXED BY stock_movement_by_variant
           WHERE variant_id = :variant_id
             AND seq > :after_seq
             AND seq <= :up_to_seq
             AND location_id = :location_id
             AND on_hand_delta <> 0)",
        named_params! {
            ":variant_id": variant_id,
            ":location_id": location_id,
            ":after_seq": after_seq,
            ":up_to_seq": up_to_seq,
        },
        |row| row.get(0),
    )
}

/// What the ledger had on hand at one of its places.
pub(super) fn on_hand_at(
    books: &Snapshot<'_>,
    variant_id: VariantId,
    location_id: LocationId,
    seq: i64,
) -> Result<i64, Failure> {
    books.one(
        "SELECT coalesce((SELECT on_hand FROM stock_balance
                          WHERE variant_id = :variant_id AND location_id = :location_id), 0)
              - coalesce((SELECT sum(on_hand_delta) FROM stock_movement INDEXED BY stock_movement_by_variant
                          WHERE variant_id = :variant_id AND seq > :seq AND location_id = :location_id), 0)",
        named_params! { ":variant_id": variant_id, ":location_id": location_id, ":seq": seq },
        |row| row.get(0),
    )
}
