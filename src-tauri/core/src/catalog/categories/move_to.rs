use super::list::Category;
use super::store::{check_depth, check_name_free, depth, height, read, record, settle, usable};
use crate::db::Uow;
use crate::kernel::{AuditAction, CategoryId, Failure, Refusal};
use rusqlite::named_params;

crate::strict_request! {
    pub struct CategoryMove {
        pub id: CategoryId,
        pub row_version: i64,
        /// Null: to the root.
        #[ts(type = "CategoryId | null")]
        pub parent_id: Option<CategoryId>,
    }
}

pub fn category_move(uow: &mut Uow<'_>, request: CategoryMove) -> Result<Category, Failure> {
    let before = read(uow, request.id)?;
    Uow::check_version("category", request.id, request.row_version, before.row_version)?;
    if before.archived {
        let id = before.id.to_string();
        return Err(Refusal::Archived { object: "category".to_owned(), id, name: before.name }.into());
    }
    if let Some(parent_id) = request.parent_id {
        usable(uow, parent_id)?;
        check_not_within(uow, &before, parent_id)?;
    }
    check_depth("parentId", depth(uow, request.parent_id)? + height(uow, request.id)?)?;
    check_name_free(uow, request.parent_id, &before.name, Some(request.id))?;
    put(uow, request.id, request.parent_id)?;
    let after = read(uow, request.id)?;
    record(uow, AuditAction::CategoryMoved, Some(&before), &after)?;
    Ok(after)
}

/// INVARIANT: no category lies within itself. The doctor looks for the same.
fn check_not_within(uow: &Uow<'_>, category: &Category, parent_id: CategoryId) -> Result<(), Failure> {
    let within = uow.find(
        "WITH RECURSIVE up (id, parent_id, name) AS (
           SELECT id, parent_id, name FROM category WHERE id = :parent_id
           UNION SELECT category.id, category.parent_id, category.name FROM category JOIN up ON category.id = up.parent_id)
         SELECT (SELECT name FROM category WHERE id = :parent_id) FROM up WHERE id = :id",
        named_params! { ":id": category.id, ":parent_id": parent_id },
        |row| row.get(0),
    )?;
    match within {
        Some(parent_name) => {
            Err(Refusal::CategoryCycle { id: category.id, name: category.name.clone(), parent_name }.into())
        }
        None => Ok(()),
    }
}

/// Puts a category below another and brings everything that follows up to date.
pub(super) fn put(uow: &mut Uow<'_>, id: CategoryId, parent_id: Option<CategoryId>) -> Result<(), Failure> {
    uow.change_one(
        "UPDATE category SET parent_id = :parent_id, row_version = row_version + 1 WHERE id = :id",
        named_params! { ":id": id, ":parent_id": parent_id },
    )?;
    settle(uow, id)
}
