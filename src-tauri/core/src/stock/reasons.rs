//! Why stock is adjusted: a list that people edit. Movements keep a reason's code, so a reason may get another name at
//! any time.

use super::locations::MAX_PLACE_NAME;
use crate::audit::{self, Entry};
use crate::db::{Snapshot, Uow};
use crate::kernel::text::{MAX_CODE, fold};
use crate::kernel::{AuditAction, Failure, Fields, Problem, ReasonId, Refusal};
use rusqlite::{Row, named_params};

/// The most reasons of a store, archived ones too.
const MAX_REASONS: i64 = 200;
/// Reasons that the program gives by itself; a person who adjusts may not.
const PROGRAM_ONLY: [&str; 3] = ["count", "import", "undo"];

crate::request! {
    pub struct ReasonList {
        /// Archived ones too.
        pub archived: Option<bool>,
    }
}
crate::strict_request! {
    pub struct ReasonCreate {
        pub name: String,
    }
    /// Fields left out stay as they are. A stale rowVersion is refused with CONFLICT.
    pub struct ReasonUpdate {
        pub id: ReasonId,
        pub row_version: i64,
        pub name: Option<String>,
        pub archived: Option<bool>,
    }
}
crate::response! {
    pub struct Reason {
        pub id: ReasonId,
        /// What movements keep; it stays when the name changes.
        pub code: String,
        pub name: String,
        /// Used by the program itself: may be renamed, never archived.
        pub fixed: bool,
        /// May be given by a person who adjusts.
        pub choosable: bool,
        pub archived: bool,
        pub row_version: i64,
    }
    pub struct ReasonRows {
        pub rows: Vec<Reason>,
    }
}

const SELECT: &str = "SELECT id, code, name, fixed, archived_at IS NOT NULL, row_version FROM adjustment_reason";

fn reason(row: &Row<'_>) -> rusqlite::Result<Reason> {
    let code: String = row.get(1)?;
    let archived: bool = row.get(4)?;
    Ok(Reason {
        id: row.get(0)?,
        name: row.get(2)?,
        fixed: row.get(3)?,
        choosable: !archived && !PROGRAM_ONLY.contains(&code.as_str()),
        archived,
        row_version: row.get(5)?,
        code,
    })
}

pub fn reason_list(books: &Snapshot<'_>, request: ReasonList) -> Result<ReasonRows, Failure> {
    let rows = books.rows(
        &format!("{SELECT} WHERE archived_at IS NULL OR :archived ORDER BY archived_at IS NOT NULL, name_folded"),
        named_params! { ":archived": request.archived.unwrap_or(false) },
        reason,
    )?;
    Ok(ReasonRows { rows })
}

/// The name of a reason that a person may give, by its code.
pub(super) fn reason_name(books: &Snapshot<'_>, code: &str) -> Result<String, Failure> {
    books
        .find(&format!("{SELECT} WHERE code = ?1"), [code], reason)?
        .filter(|reason| reason.choosable)
        .map(|reason| reason.name)
        .ok_or_else(|| Refusal::field("reason", Problem::UnknownValue, None).into())
}

fn read(uow: &Uow<'_>, id: ReasonId) -> Result<Reason, Failure> {
    uow.find(&format!("{SELECT} WHERE id = ?1"), [id], reason)?.ok_or_else(|| Refusal::not_found("reason", id).into())
}

fn check_name_free(uow: &Uow<'_>, name: &str, own: Option<ReasonId>) -> Result<(), Failure> {
    let taken: Option<(ReasonId, String)> = uow.find(
        "SELECT id, name FROM adjustment_reason
         WHERE name_folded = :folded AND archived_at IS NULL AND id IS NOT :own",
        named_params! { ":folded": fold(name), ":own": own },
        |row| Ok((row.get(0)?, row.get(1)?)),
    )?;
    match taken {
        Some((id, name)) => Err(Refusal::NameTaken { object: "reason".to_owned(), name, id: id.to_string() }.into()),
        None => Ok(()),
    }
}

/// A code made of the name's letters and digits, with a number behind it where another reason has it.
fn new_code(uow: &Uow<'_>, name: &str) -> Result<String, Failure> {
    let mut code = String::new();
    for c in fold(name).chars() {
        if c.is_alphanumeric() {
            code.push(c);
        } else if !code.is_empty() && !code.ends_with('_') {
            code.push('_');
        }
    }
    // Room for the number.
    let code: String = code.trim_end_matches('_').chars().take(MAX_CODE - 8).collect();
    let code = if code.is_empty() { "reason".to_owned() } else { code };
    let taken = uow.rows("SELECT code FROM adjustment_reason", [], |row| row.get::<_, String>(0))?;
    if !taken.contains(&code) {
        return Ok(code);
    }
    (2..=MAX_REASONS + 1)
        .map(|number| format!("{code}_{number}"))
        .find(|code| !taken.contains(code))
        .ok_or_else(|| Failure::Bug(format!("every code like {code} is taken")))
}

fn audited(uow: &mut Uow<'_>, action: AuditAction, old: Option<&Reason>, new: &Reason) -> Result<(), Failure> {
    audit::record(
        uow,
        Entry {
            action,
            object_type: "reason",
            object_id: new.id.to_string(),
            object_label: &new.name,
            old: old.map(serde_json::to_value).transpose()?,
            new: Some(serde_json::to_value(new)?),
            reason: None,
        },
    )
}

pub fn reason_create(uow: &mut Uow<'_>, request: ReasonCreate) -> Result<Reason, Failure> {
    let mut fields = Fields::default();
    let name = fields.required("name", &request.name, MAX_PLACE_NAME);
    fields.finish()?;
    let count: i64 = uow.one("SELECT count(*) FROM adjustment_reason", [], |row| row.get(0))?;
    if count >= MAX_REASONS {
        return Err(Refusal::field("name", Problem::TooLarge, Some(MAX_REASONS)).into());
    }
    check_name_free(uow, &name, None)?;
    let now = uow.now;
    let id = ReasonId::new(now);
    let code = new_code(uow, &name)?;
    uow.change_one(
        "INSERT INTO adjustment_reason (id, code, name, name_folded, created_at)
         VALUES (:id, :code, :name, :name_folded, :now)",
        named_params! { ":id": id, ":code": code, ":name": name, ":name_folded": fold(&name), ":now": now },
    )?;
    let made = read(uow, id)?;
    audited(uow, AuditAction::ReasonCreated, None, &made)?;
    Ok(made)
}

pub fn reason_update(uow: &mut Uow<'_>, request: ReasonUpdate) -> Result<Reason, Failure> {
    let before = read(uow, request.id)?;
    let mut fields = Fields::default();
    let name = match &request.name {
        Some(name) => fields.required("name", name, MAX_PLACE_NAME),
        None => before.name.clone(),
    };
    fields.finish()?;
    Uow::check_version("reason", request.id, request.row_version, before.row_version)?;
    let archived = request.archived.unwrap_or(before.archived);
    if archived && before.fixed {
        return Err(Refusal::ReasonFixed { reason: before.code, name: before.name }.into());
    }
    if !archived {
        check_name_free(uow, &name, Some(request.id))?;
    }
    let now = uow.now;
    uow.change_one(
        "UPDATE adjustment_reason
         SET name = :name, name_folded = :name_folded,
             archived_at = CASE WHEN :archived THEN coalesce(archived_at, :now) END,
             row_version = row_version + 1
         WHERE id = :id",
        named_params! {
            ":id": request.id, ":name": name, ":name_folded": fold(&name), ":archived": archived, ":now": now,
        },
    )?;
    let after = read(uow, request.id)?;
    audited(uow, AuditAction::ReasonUpdated, Some(&before), &after)?;
    Ok(after)
}
