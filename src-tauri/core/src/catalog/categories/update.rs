use super::list::Category;
use super::store::{check_name_free, parse, read, record, settle};
use crate::db::Uow;
use crate::kernel::text::fold;
use crate::kernel::{AuditAction, CategoryId, Failure, present};
use rusqlite::named_params;

crate::strict_request! {
    /// Fields left out stay as they are.
    pub struct CategoryUpdate {
        pub id: CategoryId,
        pub row_version: i64,
        pub name: Option<String>,
        pub description: Option<String>,
        /// Null: the parent's or the store's counts from now on.
        #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
        #[ts(type = "number | null", optional)]
        pub reorder_level: Option<Option<i64>>,
    }
}

pub fn category_update(uow: &mut Uow<'_>, request: CategoryUpdate) -> Result<Category, Failure> {
    let before = read(uow, request.id)?;
    Uow::check_version("category", request.id, request.row_version, before.row_version)?;
    let parsed = parse(
        request.name.as_deref().unwrap_or(&before.name),
        request.description.as_deref().unwrap_or(&before.description),
        request.reorder_level.unwrap_or(before.reorder_level),
    )?;
    if !before.archived {
        check_name_free(uow, before.parent_id, &parsed.name, Some(request.id))?;
    }
    uow.change_one(
        "UPDATE category
         SET name = :name, name_folded = :name_folded, description = :description, reorder_level = :reorder_level,
             row_version = row_version + 1
         WHERE id = :id",
        named_params! {
            ":id": request.id,
            ":name": parsed.name,
            ":name_folded": fold(&parsed.name),
            ":description": parsed.description,
            ":reorder_level": parsed.reorder_level,
        },
    )?;
    settle(uow, request.id)?;
    let after = read(uow, request.id)?;
    record(uow, AuditAction::CategoryUpdated, Some(&before), &after)?;
    Ok(after)
}
