//! Codes that named nothing when they were scanned.

use super::enter::{CountMode, Part, check_figure, enter_part};
use super::list::{CountSheet, read};
use super::store::Sheet;
use crate::catalog::sellable;
use crate::db::{Snapshot, Uow};
use crate::kernel::{CountId, Failure, Instant, Refusal, VariantId};
use rusqlite::{Row, named_params};

/// The most codes that one list shows.
const MAX_CODES: i64 = 1_000;

crate::strict_request! {
    pub struct CountUnknownList {
        pub id: CountId,
    }
    /// Says what a code is: its units go to that variant's line, as counted when the code was scanned. Without a
    /// variant they are dropped.
    pub struct CountUnknownSettle {
        pub id: CountId,
        pub code: String,
        pub variant_id: Option<VariantId>,
    }
}
crate::response! {
    pub struct UnknownCode {
        pub code: String,
        pub quantity: i64,
        pub staff_name: String,
        pub at: Instant,
    }
    /// In the order in which they were first scanned; at most 1,000.
    pub struct UnknownCodes {
        pub rows: Vec<UnknownCode>,
    }
}

const COLUMNS: &str = "count_unknown.code, count_unknown.quantity, staff.name, count_unknown.at";
const TABLES: &str = "count_unknown JOIN staff ON staff.id = count_unknown.staff_id";

fn unknown(row: &Row<'_>) -> rusqlite::Result<UnknownCode> {
    Ok(UnknownCode { code: row.get(0)?, quantity: row.get(1)?, staff_name: row.get(2)?, at: row.get(3)? })
}

pub(super) fn find(books: &Snapshot<'_>, sheet: &Sheet, code: &str) -> Result<Option<UnknownCode>, Failure> {
    books.find(
        &format!(
            "SELECT {COLUMNS} FROM {TABLES} WHERE count_unknown.sheet_id = :sheet_id AND count_unknown.code = :code"
        ),
        named_params! { ":sheet_id": sheet.id, ":code": code },
        unknown,
    )
}

fn part_of(books: &Snapshot<'_>, sheet: &Sheet, code: &str) -> Result<Option<Part>, Failure> {
    books.find(
        "SELECT quantity, first_seq, counted_seq FROM count_unknown WHERE sheet_id = :sheet_id AND code = :code",
        named_params! { ":sheet_id": sheet.id, ":code": code },
        |row| Ok(Part { quantity: row.get(0)?, first_seq: row.get(1)?, last_seq: row.get(2)? }),
    )
}

fn drop_code(uow: &mut Uow<'_>, sheet: &Sheet, code: &str) -> Result<usize, Failure> {
    uow.change(
        "DELETE FROM count_unknown WHERE sheet_id = :sheet_id AND code = :code",
        named_params! { ":sheet_id": sheet.id, ":code": code },
    )
}

/// Keeps units of a code that names nothing. None of them left, and it is kept no longer.
pub(super) fn keep_aside(
    uow: &mut Uow<'_>,
    sheet: &Sheet,
    code: &str,
    part: Part,
    mode: CountMode,
    field: &str,
) -> Result<(), Failure> {
    let (quantity, first_seq) = match (mode, part_of(uow, sheet, code)?) {
        (CountMode::Add, Some(before)) => (before.quantity + part.quantity, before.first_seq),
        (CountMode::Add, None) | (CountMode::Set, _) => (part.quantity, part.first_seq),
    };
    check_figure(field, quantity, quantity - part.quantity)?;
    if quantity == 0 {
        return drop_code(uow, sheet, code).map(|_| ());
    }
    let (now, staff_id) = (uow.now, uow.actor.staff_id);
    uow.change_one(
        "INSERT INTO count_unknown (sheet_id, code, quantity, first_seq, counted_seq, staff_id, at)
         VALUES (:sheet_id, :code, :quantity, :first_seq, :counted_seq, :staff_id, :now)
         ON CONFLICT (sheet_id, code) DO UPDATE
         SET quantity = :quantity, first_seq = :first_seq, counted_seq = :counted_seq, staff_id = :staff_id, at = :now",
        named_params! {
            ":sheet_id": sheet.id,
            ":code": code,
            ":quantity": quantity,
            ":first_seq": first_seq,
            ":counted_seq": part.last_seq,
            ":staff_id": staff_id,
            ":now": now,
        },
    )
}

pub fn count_unknown_list(books: &Snapshot<'_>, request: CountUnknownList) -> Result<UnknownCodes, Failure> {
    let sheet = Sheet::read(books, request.id)?;
    let rows = books.rows(
        &format!(
            "SELECT {COLUMNS} FROM {TABLES}
             WHERE count_unknown.sheet_id = :sheet_id
             ORDER BY count_unknown.row_no
             LIMIT :most"
        ),
        named_params! { ":sheet_id": sheet.id, ":most": MAX_CODES },
        unknown,
    )?;
    Ok(UnknownCodes { rows })
}

pub fn count_unknown_settle(uow: &mut Uow<'_>, request: CountUnknownSettle) -> Result<CountSheet, Failure> {
    let sheet = Sheet::open(uow, request.id)?;
    let part = part_of(uow, &sheet, &request.code)?.ok_or_else(|| Refusal::not_found("code", &request.code))?;
    if let Some(variant_id) = request.variant_id {
        sellable(uow, variant_id)?;
        enter_part(uow, &sheet, variant_id, part, "code")?;
    }
    drop_code(uow, &sheet, &request.code)?;
    sheet.touch(uow)?;
    read(uow, sheet.id)
}
