use super::end::end;
use super::lines::{self, CountLine};
use super::list::{self, CountSheet};
use super::store::{SUSPECTS, Sheet, difference, doubtful, doubtful_suspects, ledger_head, next_turn};
use crate::audit::{self, Entry};
use crate::catalog::sellable;
use crate::db::{Snapshot, Uow};
use crate::kernel::{
    AuditAction, BatchId, BatchKind, CountId, CountScope, CountStatus, Failure, Problem, Refusal, VariantId,
};
use crate::reservations::expire_due_of;
use crate::stock::batch::{self, NewBatch};
use crate::stock::ledger;
use crate::stock::{MAX_ON_HAND, Wanted, location_or_default, short_line};
use rusqlite::named_params;
use serde::{Deserialize, Serialize};
use serde_json::json;
use ts_rs::TS;

/// The most adjusted lines that the answer shows.
const MAX_SHOWN: usize = 1_000;
/// The most SKUs that a refusal names.
const MAX_NAMED: usize = 10;
/// The reason of a count's adjustments.
const REASON: &str = "count";

/// What becomes of the lines that nobody counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Uncounted {
    /// They stay as they are.
    Leave,
    /// None of it was there. Not for a list, which never meant to be whole.
    Zero,
}

crate::strict_request! {
    pub struct CountPost {
        pub id: CountId,
        pub row_version: i64,
        pub uncounted: Uncounted,
        /// Takes lines that should be counted again as they are.
        pub accept_moved: Option<bool>,
    }
}
crate::response! {
    pub struct CountPosted {
        pub sheet: CountSheet,
        pub batch_id: BatchId,
        /// The lines whose stock was changed; the first 1,000 of them.
        pub rows: Vec<CountLine>,
        /// How many lines' stock was changed.
        pub adjusted: i64,
        /// Units more or fewer on hand, over all lines.
        pub units: i64,
    }
}

/// A line whose stock posting changes.
struct Change {
    variant_id: VariantId,
    sku: String,
    counted: i64,
    on_hand: i64,
    reserved: i64,
    difference: i64,
    archived: bool,
}

impl Change {
    fn after(&self) -> i64 {
        self.on_hand + self.difference
    }
}

pub fn count_post(uow: &mut Uow<'_>, request: CountPost) -> Result<CountPosted, Failure> {
    let sheet = Sheet::open(uow, request.id)?;
    Uow::check_version("count", sheet.id, request.row_version, sheet.row_version)?;
    if request.uncounted == Uncounted::Zero {
        if sheet.scope == CountScope::List {
            return Err(Refusal::field("uncounted", Problem::NotAllowed, None).into());
        }
        count_the_rest_as_none(uow, &sheet)?;
    }
    let figures = list::read(uow, sheet.id)?;
    let changes = changes(uow, &sheet)?;
    check_recount(uow, &sheet, &changes, request.accept_moved.unwrap_or(false))?;
    for change in &changes {
        if change.archived {
            sellable(uow, change.variant_id)?;
        }
        if change.after() > MAX_ON_HAND {
            return Err(Refusal::field("counted", Problem::TooLarge, Some(MAX_ON_HAND)).into());
        }
    }
    if !changes.is_empty() {
        // Nothing is put on the shelf of a place that was given up meanwhile.
        location_or_default(uow, Some(sheet.location_id))?;
    }
    check_promised(uow, &sheet, &changes)?;

    let batch_id = batch::begin(
        uow,
        NewBatch {
            label: &sheet.name,
            note: &sheet.note,
            location_id: Some(sheet.location_id),
            ..NewBatch::of(BatchKind::Count)
        },
    )?;
    apply(uow, &sheet, &changes)?;
    let (adjusted, units) = (changes.len() as i64, changes.iter().map(|change| change.difference).sum::<i64>());
    end(uow, &sheet, CountStatus::Posted, Some(batch_id), &figures, adjusted)?;
    audit::record(
        uow,
        Entry {
            action: AuditAction::CountPosted,
            object_type: "count",
            object_id: sheet.id.to_string(),
            object_label: &sheet.name,
            old: Some(json!({ "status": CountStatus::Open })),
            new: Some(json!({
                "status": CountStatus::Posted, "lines": figures.lines, "counted": figures.counted,
                "adjusted": adjusted, "units": units, "uncounted": request.uncounted,
            })),
            reason: None,
        },
    )?;
    batch::finish(uow, batch_id, adjusted)?;

    let posted = Sheet::read(uow, sheet.id)?;
    let rows = lines::posted(uow, &posted, MAX_SHOWN)?;
    Ok(CountPosted { sheet: list::read(uow, sheet.id)?, batch_id, rows, adjusted, units })
}

/// Whoever posts says that nothing else was there: each line gets that figure, now.
fn count_the_rest_as_none(uow: &mut Uow<'_>, sheet: &Sheet) -> Result<(), Failure> {
    let head = ledger_head(uow)?;
    let (now, staff_id) = (uow.now, uow.actor.staff_id);
    uow.change(
        &format!(
            "UPDATE count_line
             SET counted = 0,
                 expected = coalesce((SELECT on_hand FROM stock_balance
                                      WHERE stock_balance.variant_id = count_line.variant_id
                                        AND stock_balance.location_id = :location_id), 0),
                 first_seq = :head, counted_seq = :head, turn = {next_turn}, counted_at = :now, staff_id = :staff_id
             WHERE sheet_id = :sheet_id AND counted IS NULL",
            next_turn = next_turn("count_line.variant_id"),
        ),
        named_params! {
            ":sheet_id": sheet.id,
            ":location_id": sheet.location_id,
            ":head": head,
            ":now": now,
            ":staff_id": staff_id,
        },
    )?;
    Ok(())
}

/// The lines that posting changes, as the sheet has them.
fn changes(books: &Snapshot<'_>, sheet: &Sheet) -> Result<Vec<Change>, Failure> {
    books.rows(
        &format!(
            "SELECT line.variant_id, variant.sku, line.counted, coalesce(balance.on_hand, 0),
                    coalesce(balance.reserved, 0), {difference} AS difference,
                    variant.archived_at IS NOT NULL OR product.archived_at IS NOT NULL
             FROM count_sheet AS sheet
             JOIN count_line AS line ON line.row_no IN ({SUSPECTS})
             JOIN variant ON variant.id = line.variant_id
             JOIN product ON product.id = variant.product_id
             LEFT JOIN stock_balance AS balance
               ON balance.variant_id = line.variant_id AND balance.location_id = sheet.location_id
             WHERE sheet.id = :id AND difference <> 0
             ORDER BY line.row_no",
            difference = difference(),
        ),
        named_params! { ":id": sheet.id },
        |row| {
            Ok(Change {
                variant_id: row.get(0)?,
                sku: row.get(1)?,
                counted: row.get(2)?,
                on_hand: row.get(3)?,
                reserved: row.get(4)?,
                difference: row.get(5)?,
                archived: row.get(6)?,
            })
        },
    )
}

/// Refuses figures that cannot be trusted. They may be accepted as they are, but for those by which more left since
/// than were counted: nothing can be less than none.
fn check_recount(books: &Snapshot<'_>, sheet: &Sheet, changes: &[Change], accepted: bool) -> Result<(), Failure> {
    let named = |skus: Vec<String>, count: i64, acceptable| {
        Err(Refusal::CountNeedsRecount { id: sheet.id, skus, count, acceptable }.into())
    };
    let too_few: Vec<&Change> = changes.iter().filter(|change| change.after() < 0).collect();
    if !too_few.is_empty() {
        let skus = too_few.iter().take(MAX_NAMED).map(|change| change.sku.clone()).collect();
        return named(skus, too_few.len() as i64, false);
    }
    if accepted {
        return Ok(());
    }
    let doubtful: Vec<String> = books.rows(
        &format!(
            "SELECT variant.sku
             FROM count_sheet AS sheet
             JOIN count_line AS line ON line.row_no IN ({}) AND {}
             JOIN variant ON variant.id = line.variant_id
             WHERE sheet.id = :id
             ORDER BY line.row_no",
            doubtful_suspects(),
            doubtful()
        ),
        named_params! { ":id": sheet.id },
        |row| row.get(0),
    )?;
    if doubtful.is_empty() {
        return Ok(());
    }
    let count = doubtful.len() as i64;
    named(doubtful.into_iter().take(MAX_NAMED).collect(), count, true)
}

/// Refuses to leave less than is promised, all such lines at once. Holds past their time are ended first.
fn check_promised(uow: &mut Uow<'_>, sheet: &Sheet, changes: &[Change]) -> Result<(), Failure> {
    let mut below = Vec::new();
    for change in changes {
        let short = change.reserved - change.after();
        if short > 0 && expire_due_of(uow, change.variant_id, sheet.location_id, short)? < short {
            below.push(change);
        }
    }
    if below.is_empty() {
        return Ok(());
    }
    let mut lines = Vec::new();
    for (line_no, change) in (1..).zip(below) {
        let wanted = Wanted {
            line_no,
            sellable: sellable(uow, change.variant_id)?,
            location_id: sheet.location_id,
            quantity: change.counted,
        };
        lines.push(short_line(uow, &wanted, change.after())?);
    }
    Err(Refusal::CountBelowReserved { lines }.into())
}

/// Writes the differences onto their lines, moves the units by them at once, and says so line by line in the audit.
fn apply(uow: &mut Uow<'_>, sheet: &Sheet, changes: &[Change]) -> Result<(), Failure> {
    for change in changes {
        uow.change_one(
            "UPDATE count_line SET posted = :difference WHERE sheet_id = :sheet_id AND variant_id = :variant_id",
            named_params! {
                ":difference": change.difference,
                ":sheet_id": sheet.id,
                ":variant_id": change.variant_id,
            },
        )?;
    }
    ledger::append_all(
        uow,
        "SELECT variant_id, :location_id AS location_id, 'adjust' AS kind, posted AS on_hand_delta,
                :reason AS reason, NULL AS note, 'count' AS ref_type, :sheet_id AS ref_id, :name AS ref_label
         FROM count_line INDEXED BY count_line_posted
         WHERE sheet_id = :sheet_id AND posted IS NOT NULL",
        &[(":sheet_id", &sheet.id), (":location_id", &sheet.location_id), (":reason", &REASON), (":name", &sheet.name)],
    )?;
    let said = format!("{REASON}: {}", sheet.name);
    for change in changes {
        audit::record(
            uow,
            Entry {
                action: AuditAction::StockAdjusted,
                object_type: "variant",
                object_id: change.variant_id.to_string(),
                object_label: &change.sku,
                old: Some(json!({ "onHand": change.on_hand })),
                new: Some(json!({
                    "onHand": change.after(), "delta": change.difference, "counted": change.counted,
                })),
                reason: Some(&said),
            },
        )?;
    }
    Ok(())
}
