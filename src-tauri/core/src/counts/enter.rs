use super::lines::{self, CountLine};
use super::store::{Sheet, ledger_head, moved_between, next_turn, on_hand_at};
use super::unknown::{self, UnknownCode};
use crate::catalog::{ProductFind, product_find, sellable};
use crate::db::{Snapshot, Uow};
use crate::kernel::text::MAX_CODE;
use crate::kernel::{CountId, Failure, Fields, Instant, MAX_LINES, Problem, Refusal, VariantId};
use crate::stock::MAX_ON_HAND;
use rusqlite::named_params;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// What a figure does to the one that is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum CountMode {
    /// One more part of the figure: two people counting add up. May be negative, to take a slip back.
    Add,
    /// The whole figure: the last one holds.
    Set,
}

crate::strict_request! {
    /// Exactly one of variant_id and code, which is a SKU or a barcode.
    pub struct CountEntry {
        pub variant_id: Option<VariantId>,
        pub code: Option<String>,
        pub quantity: i64,
        pub mode: CountMode,
    }
    /// At most 500 entries, all or none. A code that names nothing is kept aside. A variant that the sheet does not
    /// have is added to it.
    pub struct CountEnter {
        pub id: CountId,
        pub entries: Vec<CountEntry>,
    }
    /// As if it had not been counted.
    pub struct CountClear {
        pub id: CountId,
        pub variant_id: VariantId,
    }
}
crate::response! {
    pub struct CountEntered {
        /// The lines as they are now, in the order of the entries, each once.
        pub lines: Vec<CountLine>,
        /// The codes among them that are kept aside, as they are now.
        pub unknown: Vec<UnknownCode>,
        /// Figures that a whole one took the place of.
        pub replaced: Vec<CountReplaced>,
    }
    pub struct CountReplaced {
        pub variant_id: VariantId,
        pub sku: String,
        pub counted: i64,
        pub staff_name: String,
        pub at: Instant,
    }
}

/// A part of a figure: units, and where the ledger stood when the first and the last of them were counted.
#[derive(Debug, Clone, Copy)]
pub(super) struct Part {
    pub quantity: i64,
    pub first_seq: i64,
    pub last_seq: i64,
}

/// A line's figure as it was.
struct Figure {
    counted: i64,
    first_seq: i64,
    counted_seq: i64,
    moved: bool,
    staff_name: String,
    at: Instant,
}

pub fn count_enter(uow: &mut Uow<'_>, request: CountEnter) -> Result<CountEntered, Failure> {
    let mut fields = Fields::default();
    fields.line_count("entries", request.entries.len());
    let mut codes = Vec::with_capacity(request.entries.len());
    for (index, entry) in request.entries.iter().enumerate().take(MAX_LINES) {
        let least = match entry.mode {
            CountMode::Add => -MAX_ON_HAND,
            CountMode::Set => 0,
        };
        fields.range(&format!("entries[{index}].quantity"), entry.quantity, least, MAX_ON_HAND);
        let field = format!("entries[{index}].code");
        match (&entry.code, entry.variant_id) {
            (Some(code), None) => codes.push(fields.required(&field, code, MAX_CODE)),
            (None, Some(_)) => codes.push(String::new()),
            (None, None) => fields.add(&field, Problem::Required, None),
            (Some(_), Some(_)) => fields.add(&field, Problem::NotAllowed, None),
        }
    }
    fields.finish()?;
    let sheet = Sheet::open(uow, request.id)?;

    let head = ledger_head(uow)?;
    let (mut entered, mut aside, mut replaced) = (Vec::new(), Vec::new(), Vec::new());
    for (index, (entry, code)) in request.entries.iter().zip(&codes).enumerate() {
        let field = format!("entries[{index}].quantity");
        let part = Part { quantity: entry.quantity, first_seq: head, last_seq: head };
        let variant_id = match entry.variant_id {
            Some(id) => Some(sellable(uow, id)?.variant_id),
            None => named_by(uow, code)?,
        };
        let Some(variant_id) = variant_id else {
            unknown::keep_aside(uow, &sheet, code, part, entry.mode, &field)?;
            if !aside.contains(code) {
                aside.push(code.clone());
            }
            continue;
        };
        let before = enter(uow, &sheet, variant_id, part, entry.mode, &field)?;
        if let (CountMode::Set, Some(before)) = (entry.mode, before)
            && before.counted != entry.quantity
        {
            replaced.push((variant_id, before));
        }
        if !entered.contains(&variant_id) {
            entered.push(variant_id);
        }
    }
    sheet.touch(uow)?;

    let lines = entered.iter().map(|id| lines::read(uow, &sheet, *id)).collect::<Result<Vec<_>, _>>()?;
    let sku_of = |id: VariantId| lines.iter().find(|line| line.variant_id == id).map(|line| line.sku.clone());
    let replaced = replaced
        .into_iter()
        .map(|(variant_id, before)| CountReplaced {
            variant_id,
            sku: sku_of(variant_id).unwrap_or_default(),
            counted: before.counted,
            staff_name: before.staff_name,
            at: before.at,
        })
        .collect();
    let unknown =
        aside.iter().filter_map(|code| unknown::find(uow, &sheet, code).transpose()).collect::<Result<Vec<_>, _>>()?;
    Ok(CountEntered { lines, unknown, replaced })
}

/// The variant that a code names, if it is sold.
fn named_by(books: &Snapshot<'_>, code: &str) -> Result<Option<VariantId>, Failure> {
    let found = product_find(books, ProductFind { code: code.to_owned() })?.found;
    Ok(found.filter(|found| !found.archived).map(|found| found.variant_id))
}

/// Puts a part of a figure, or the whole of it, on a variant's line, which is added where the sheet has none.
/// Gives the figure that was there.
fn enter(
    uow: &mut Uow<'_>,
    sheet: &Sheet,
    variant_id: VariantId,
    part: Part,
    mode: CountMode,
    field: &str,
) -> Result<Option<Figure>, Failure> {
    let before = figure(uow, sheet, variant_id)?;
    let (counted, first_seq, counted_seq, moved) = match (mode, &before) {
        (CountMode::Add, Some(before)) => {
            let (first, last) = (before.first_seq.min(part.first_seq), before.counted_seq.max(part.last_seq));
            let moved = before.moved || moved_between(uow, variant_id, sheet.location_id, first, last)?;
            (before.counted + part.quantity, first, last, moved)
        }
        (CountMode::Add, None) => {
            let moved = moved_between(uow, variant_id, sheet.location_id, part.first_seq, part.last_seq)?;
            (part.quantity, part.first_seq, part.last_seq, moved)
        }
        (CountMode::Set, _) => (part.quantity, part.last_seq, part.last_seq, false),
    };
    check_figure(field, counted, counted - part.quantity)?;
    let expected = on_hand_at(uow, variant_id, sheet.location_id, counted_seq)?;
    let (now, staff_id) = (uow.now, uow.actor.staff_id);
    uow.change_one(
        &format!(
            "INSERT INTO count_line
               (sheet_id, variant_id, counted, expected, first_seq, counted_seq, turn, moved, counted_at, staff_id)
             VALUES
               (:sheet_id, :variant_id, :counted, :expected, :first_seq, :counted_seq, {next_turn}, :moved, :now,
                :staff_id)
             ON CONFLICT (sheet_id, variant_id) DO UPDATE
             SET counted = :counted, expected = :expected, first_seq = :first_seq, counted_seq = :counted_seq,
                 turn = excluded.turn, moved = :moved, counted_at = :now, staff_id = :staff_id",
            next_turn = next_turn(":variant_id"),
        ),
        named_params! {
            ":sheet_id": sheet.id,
            ":variant_id": variant_id,
            ":counted": counted,
            ":expected": expected,
            ":first_seq": first_seq,
            ":counted_seq": counted_seq,
            ":moved": moved,
            ":now": now,
            ":staff_id": staff_id,
        },
    )?;
    Ok(before)
}

/// Adds what was kept aside to a line.
pub(super) fn enter_part(
    uow: &mut Uow<'_>,
    sheet: &Sheet,
    variant_id: VariantId,
    part: Part,
    field: &str,
) -> Result<(), Failure> {
    enter(uow, sheet, variant_id, part, CountMode::Add, field).map(|_| ())
}

/// Refuses a figure below nothing or beyond reason, with the quantity that would just do.
pub(super) fn check_figure(field: &str, figure: i64, before: i64) -> Result<(), Failure> {
    if figure < 0 {
        return Err(Refusal::field(field, Problem::TooSmall, Some(-before)).into());
    }
    if figure > MAX_ON_HAND {
        return Err(Refusal::field(field, Problem::TooLarge, Some(MAX_ON_HAND - before)).into());
    }
    Ok(())
}

fn figure(books: &Snapshot<'_>, sheet: &Sheet, variant_id: VariantId) -> Result<Option<Figure>, Failure> {
    books.find(
        "SELECT count_line.counted, count_line.first_seq, count_line.counted_seq, count_line.moved, staff.name,
                count_line.counted_at
         FROM count_line
         JOIN staff ON staff.id = count_line.staff_id
         WHERE count_line.sheet_id = :sheet_id
           AND count_line.variant_id = :variant_id
           AND count_line.counted IS NOT NULL",
        named_params! { ":sheet_id": sheet.id, ":variant_id": variant_id },
        |row| {
            Ok(Figure {
                counted: row.get(0)?,
                first_seq: row.get(1)?,
                counted_seq: row.get(2)?,
                moved: row.get(3)?,
                staff_name: row.get(4)?,
                at: row.get(5)?,
            })
        },
    )
}

pub fn count_clear(uow: &mut Uow<'_>, request: CountClear) -> Result<CountLine, Failure> {
    let sheet = Sheet::open(uow, request.id)?;
    uow.change(
        "UPDATE count_line
         SET counted = NULL, expected = NULL, first_seq = NULL, counted_seq = NULL, turn = NULL, moved = 0,
             counted_at = NULL, staff_id = NULL
         WHERE sheet_id = :sheet_id AND variant_id = :variant_id",
        named_params! { ":sheet_id": sheet.id, ":variant_id": request.variant_id },
    )?;
    let line = lines::read(uow, &sheet, request.variant_id)?;
    sheet.touch(uow)?;
    Ok(line)
}
