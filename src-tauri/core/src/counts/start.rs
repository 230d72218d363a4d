use super::list::{CountSheet, read};
use super::store::ledger_head;
use crate::audit::{self, Entry};
use crate::db::{Snapshot, Uow};
use crate::kernel::text::{MAX_NOTE, MAX_STORE_NAME};
use crate::kernel::{AuditAction, CategoryId, CountId, CountScope, Failure, Fields, LocationId, Problem, Refusal};
use crate::stock::location_or_default;
use rusqlite::named_params;
use serde_json::json;

crate::strict_request! {
    /// The lines of everything, or of a category with its children, are made at once; a list starts empty and grows
    /// with what is scanned.
    pub struct CountStart {
        /// Left out: made from what is counted and the day.
        pub name: Option<String>,
        pub scope: CountScope,
        pub category_id: Option<CategoryId>,
        pub location_id: Option<LocationId>,
        /// Whoever counts does not see what is expected.
        pub blind: Option<bool>,
        pub note: Option<String>,
    }
}

pub fn count_start(uow: &mut Uow<'_>, request: CountStart) -> Result<CountSheet, Failure> {
    let mut fields = Fields::default();
    let name = fields.line("name", request.name.as_deref().unwrap_or_default(), MAX_STORE_NAME);
    let note = fields.text("note", request.note.as_deref().unwrap_or_default(), MAX_NOTE);
    match (request.scope, request.category_id) {
        (CountScope::Category, None) => fields.add("categoryId", Problem::Required, None),
        (CountScope::All | CountScope::List, Some(_)) => fields.add("categoryId", Problem::NotAllowed, None),
        (CountScope::Category, Some(_)) | (CountScope::All | CountScope::List, None) => {}
    }
    fields.finish()?;
    let location_id = location_or_default(uow, request.location_id)?;
    let category = request.category_id.map(|id| category_name(uow, id)).transpose()?;

    let blind = request.blind.unwrap_or(false);
    let name = if name.is_empty() { usual_name(uow, request.scope, category.as_deref()) } else { name };
    let (now, staff_id) = (uow.now, uow.actor.staff_id);
    let id = CountId::new(now);
    let seq = uow.next_seq("count_sheet")?;
    let began_seq = ledger_head(uow)?;
    uow.change_one(
        "INSERT INTO count_sheet
           (row_no, seq, id, name, status, scope, category_id, location_id, blind, note, began_seq, staff_id, created_at)
         VALUES
           (:seq, :seq, :id, :name, 'open', :scope, :category_id, :location_id, :blind, :note, :began_seq, :staff_id,
            :now)",
        named_params! {
            ":seq": seq,
            ":id": id,
            ":name": name,
            ":scope": request.scope,
            ":category_id": request.category_id,
            ":location_id": location_id,
            ":blind": blind,
            ":note": note,
            ":began_seq": began_seq,
            ":staff_id": staff_id,
            ":now": now,
        },
    )?;
    let lines = match request.scope {
        CountScope::All => add_lines(uow, id, "1 = 1", None)?,
        CountScope::Category => add_lines(uow, id, WITHIN, request.category_id)?,
        CountScope::List => 0,
    };
    audit::record(
        uow,
        Entry {
            action: AuditAction::CountStarted,
            object_type: "count",
            object_id: id.to_string(),
            object_label: &name,
            old: None,
            new: Some(json!({
                "scope": request.scope, "category": category, "blind": blind, "lines": lines, "note": note,
            })),
            reason: None,
        },
    )?;
    read(uow, id)
}

/// Products of a category and of those below it.
const WITHIN: &str = "variant.product_id IN (
    SELECT product.id FROM product WHERE product.category_id IN (
      WITH RECURSIVE below (id) AS (
        VALUES (:category_id)
        UNION ALL
        SELECT category.id FROM below JOIN category ON category.parent_id = below.id)
      SELECT id FROM below))";

/// A line for each active variant, in the order in which people read them.
fn add_lines(uow: &mut Uow<'_>, id: CountId, which: &str, category_id: Option<CategoryId>) -> Result<usize, Failure> {
    uow.change(
        &format!(
            "INSERT INTO count_line (sheet_id, variant_id)
             SELECT :id, variant.id
             FROM variant
             WHERE variant.active = 1
               AND :category_id IS :category_id
               AND {which}
             ORDER BY variant.name_folded, variant.seq"
        ),
        named_params! { ":id": id, ":category_id": category_id },
    )
}

fn category_name(books: &Snapshot<'_>, id: CategoryId) -> Result<String, Failure> {
    books
        .find("SELECT name FROM category WHERE id = ?1 AND archived_at IS NULL", [id], |row| row.get(0))?
        .ok_or_else(|| Refusal::not_found("category", id).into())
}

fn usual_name(books: &Snapshot<'_>, scope: CountScope, category: Option<&str>) -> String {
    let what = match scope {
        CountScope::All => "Everything",
        CountScope::Category => category.unwrap_or("Category"),
        CountScope::List => "List",
    };
    // A category's name may be as long as a sheet's.
    let what: String = what.chars().take(MAX_STORE_NAME - 20).collect();
    format!("{what}, {}", books.rules.time_zone.day_of(books.now))
}
