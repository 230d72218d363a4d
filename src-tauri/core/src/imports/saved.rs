//! Mappings that people keep for files that come again.

use super::mapping::Mapping;
use crate::audit::{self, Entry};
use crate::db::{Snapshot, Uow};
use crate::kernel::text::{MAX_STORE_NAME, fold};
use crate::kernel::{AuditAction, Failure, Fields, MappingId, Problem, Refusal};
use rusqlite::{Row, named_params};
use serde::{Deserialize, Serialize};

/// The most mappings that are kept.
const MAX_MAPPINGS: i64 = 200;

crate::request! {
    pub struct MappingList {}
}
crate::strict_request! {
    /// Keeps a mapping under a name, in place of the one that had it.
    pub struct MappingSave {
        pub name: String,
        pub mapping: Mapping,
        /// The names of the file's columns, by which the mapping is found again in the next file.
        pub columns: Vec<String>,
    }
    pub struct MappingDelete {
        pub id: MappingId,
        pub row_version: i64,
    }
}
crate::response! {
    pub struct SavedMapping {
        pub id: MappingId,
        pub name: String,
        pub mapping: Mapping,
        pub columns: Vec<String>,
        pub row_version: i64,
    }
    pub struct SavedMappingRows {
        pub rows: Vec<SavedMapping>,
    }
    pub struct MappingDeleted {
        pub id: MappingId,
    }
}

#[derive(Serialize, Deserialize)]
struct Kept {
    mapping: Mapping,
    columns: Vec<String>,
}

const COLUMNS: &str = "id, name, mapping, row_version";

fn row(row: &Row<'_>) -> rusqlite::Result<(MappingId, String, String, i64)> {
    Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?))
}

fn saved((id, name, kept, row_version): (MappingId, String, String, i64)) -> Result<SavedMapping, Failure> {
    let Kept { mapping, columns } = serde_json::from_str(&kept)?;
    Ok(SavedMapping { id, name, mapping, columns, row_version })
}

pub fn mapping_list(books: &Snapshot<'_>, _: MappingList) -> Result<SavedMappingRows, Failure> {
    let rows = books.rows(
        &format!("SELECT {COLUMNS} FROM import_mapping ORDER BY name_folded LIMIT {MAX_MAPPINGS}"),
        [],
        row,
    )?;
    Ok(SavedMappingRows { rows: rows.into_iter().map(saved).collect::<Result<_, _>>()? })
}

pub fn saved_mapping(books: &Snapshot<'_>, id: MappingId) -> Result<SavedMapping, Failure> {
    let found = books.find(&format!("SELECT {COLUMNS} FROM import_mapping WHERE id = ?1"), [id], row)?;
    saved(found.ok_or_else(|| Refusal::not_found("mapping", id))?)
}

pub fn mapping_save(uow: &mut Uow<'_>, request: MappingSave) -> Result<SavedMapping, Failure> {
    let mut fields = Fields::default();
    let name = fields.required("name", &request.name, MAX_STORE_NAME);
    if request.columns.len() > super::file::MAX_COLUMNS {
        fields.add("columns", Problem::TooLarge, i64::try_from(super::file::MAX_COLUMNS).ok());
    }
    let count = request.columns.len() as i64;
    for (at, column) in request.mapping.columns.iter().enumerate() {
        if !(0..count).contains(&column.index) {
            fields.add(&format!("mapping.columns[{at}].index"), Problem::UnknownValue, None);
        }
    }
    fields.finish()?;
    let folded = fold(&name);
    let before = uow.find(&format!("SELECT {COLUMNS} FROM import_mapping WHERE name_folded = ?1"), [&folded], row)?;
    let before = before.map(saved).transpose()?;
    let known: i64 = uow.one("SELECT count(*) FROM import_mapping", [], |row| row.get(0))?;
    if before.is_none() && known >= MAX_MAPPINGS {
        return Err(Refusal::field("name", Problem::TooLarge, Some(MAX_MAPPINGS)).into());
    }
    let kept = serde_json::to_string(&Kept { mapping: request.mapping, columns: request.columns })?;
    let (now, staff_id) = (uow.now, uow.actor.staff_id);
    let id = before.as_ref().map_or_else(|| MappingId::new(now), |before| before.id);
    uow.change_one(
        "INSERT INTO import_mapping (id, name, name_folded, mapping, staff_id, created_at)
         VALUES (:id, :name, :name_folded, :mapping, :staff_id, :now)
         ON CONFLICT (name_folded) DO UPDATE
         SET name = excluded.name, mapping = excluded.mapping, staff_id = excluded.staff_id,
             row_version = row_version + 1",
        named_params! {
            ":id": id,
            ":name": name,
            ":name_folded": folded,
            ":mapping": kept,
            ":staff_id": staff_id,
            ":now": now,
        },
    )?;
    let after = saved_mapping(uow, id)?;
    audit::record(
        uow,
        Entry {
            action: AuditAction::MappingSaved,
            object_type: "mapping",
            object_id: id.to_string(),
            object_label: &after.name,
            old: before.map(serde_json::to_value).transpose()?,
            new: Some(serde_json::to_value(&after)?),
            reason: None,
        },
    )?;
    Ok(after)
}

pub fn mapping_delete(uow: &mut Uow<'_>, request: MappingDelete) -> Result<MappingDeleted, Failure> {
    let before = saved_mapping(uow, request.id)?;
    Uow::check_version("mapping", request.id, request.row_version, before.row_version)?;
    uow.change_one("DELETE FROM import_mapping WHERE id = ?1", [request.id])?;
    audit::record(
        uow,
        Entry {
            action: AuditAction::MappingDeleted,
            object_type: "mapping",
            object_id: request.id.to_string(),
            object_label: &before.name,
            old: Some(serde_json::to_value(&before)?),
            new: None,
            reason: None,
        },
    )?;
    Ok(MappingDeleted { id: request.id })
}
