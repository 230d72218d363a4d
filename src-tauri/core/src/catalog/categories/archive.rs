use super::list::Category;
use super::move_to::put;
use super::store::{audited, check_depth, check_name_free, depth, height, read, record, usable};
use crate::audit::{self, Entry};
use crate::catalog::search::reindex_where;
use crate::db::Uow;
use crate::kernel::{AuditAction, CategoryId, Failure, Problem, Refusal, present};
use rusqlite::named_params;
use serde_json::json;

crate::strict_request! {
    /// Without `moveTo` only an empty category is archived.
    pub struct CategoryArchive {
        pub id: CategoryId,
        pub row_version: i64,
        /// Where its products and the categories in it go; null: to the root, the products into no category.
        #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
        #[ts(type = "CategoryId | null", optional)]
        pub move_to: Option<Option<CategoryId>>,
    }
    pub struct CategoryRestore {
        pub id: CategoryId,
        pub row_version: i64,
    }
}

/// What lies in a category itself. Archived products count: they would come back into what is not there.
struct Content {
    /// By their `row_no`.
    products: Vec<i64>,
    categories: Vec<(CategoryId, String)>,
}

fn content(uow: &Uow<'_>, id: CategoryId) -> Result<Content, Failure> {
    Ok(Content {
        products: uow.rows("SELECT row_no FROM product WHERE category_id = ?1", [id], |row| row.get(0))?,
        categories: uow.rows(
            "SELECT id, name FROM category WHERE parent_id = ?1 AND archived_at IS NULL ORDER BY row_no",
            [id],
            |row| Ok((row.get(0)?, row.get(1)?)),
        )?,
    })
}

pub fn category_archive(uow: &mut Uow<'_>, request: CategoryArchive) -> Result<Category, Failure> {
    let before = read(uow, request.id)?;
    Uow::check_version("category", request.id, request.row_version, before.row_version)?;
    if before.archived {
        return Ok(before);
    }
    let content = content(uow, request.id)?;
    match request.move_to {
        Some(move_to) => empty(uow, &before, &content, move_to)?,
        None if content.products.is_empty() && content.categories.is_empty() => {}
        None => {
            return Err(Refusal::CategoryNotEmpty {
                id: before.id,
                name: before.name,
                products: content.products.len() as i64,
                categories: content.categories.len() as i64,
            }
            .into());
        }
    }
    let now = uow.now;
    uow.change_one(
        "UPDATE category SET archived_at = :now, row_version = row_version + 1 WHERE id = :id",
        named_params! { ":id": request.id, ":now": now },
    )?;
    let after = read(uow, request.id)?;
    // One entry tells of all products that went along; the categories that did have their own.
    let mut told = audited(&after);
    if let Some(move_to) = request.move_to {
        let path = move_to.map(|id| read(uow, id)).transpose()?.map(|category| category.path.join(" > "));
        told["movedTo"] = json!(path);
        told["productsMoved"] = json!(content.products.len());
    }
    audit::record(
        uow,
        Entry {
            action: AuditAction::CategoryArchived,
            object_type: "category",
            object_id: after.id.to_string(),
            object_label: &after.path.join(" > "),
            old: Some(audited(&before)),
            new: Some(told),
            reason: None,
        },
    )?;
    Ok(after)
}

/// Moves what lies in a category elsewhere.
fn empty(
    uow: &mut Uow<'_>,
    category: &Category,
    content: &Content,
    move_to: Option<CategoryId>,
) -> Result<(), Failure> {
    if let Some(to) = move_to {
        usable(uow, to)?;
        let within: bool = uow.one(
            "WITH RECURSIVE within (id) AS (
               SELECT :id UNION SELECT category.id FROM category JOIN within ON category.parent_id = within.id)
             SELECT :to IN (SELECT id FROM within)",
            named_params! { ":id": category.id, ":to": to },
            |row| row.get(0),
        )?;
        if within {
            return Err(Refusal::field("moveTo", Problem::NotAllowed, None).into());
        }
    }
    for (id, name) in &content.categories {
        check_depth("moveTo", depth(uow, move_to)? + height(uow, *id)?)?;
        check_name_free(uow, move_to, name, Some(*id))?;
        let before = read(uow, *id)?;
        put(uow, *id, move_to)?;
        let after = read(uow, *id)?;
        record(uow, AuditAction::CategoryMoved, Some(&before), &after)?;
    }
    let now = uow.now;
    uow.change(
        "UPDATE product SET category_id = :to, updated_at = :now, row_version = row_version + 1 WHERE category_id = :id",
        named_params! { ":id": category.id, ":to": move_to, ":now": now },
    )?;
    reindex_where(
        uow,
        "variant.product_id IN (SELECT id FROM product WHERE row_no IN (SELECT value FROM json_each(:which)))",
        &serde_json::to_string(&content.products)?,
    )
}

pub fn category_restore(uow: &mut Uow<'_>, request: CategoryRestore) -> Result<Category, Failure> {
    let before = read(uow, request.id)?;
    Uow::check_version("category", request.id, request.row_version, before.row_version)?;
    if !before.archived {
        return Ok(before);
    }
    if let Some(parent_id) = before.parent_id {
        usable(uow, parent_id)?;
    }
    check_name_free(uow, before.parent_id, &before.name, Some(request.id))?;
    uow.change_one(
        "UPDATE category SET archived_at = NULL, row_version = row_version + 1 WHERE id = ?1",
        [request.id],
    )?;
    let after = read(uow, request.id)?;
    record(uow, AuditAction::CategoryRestored, Some(&before), &after)?;
    Ok(after)
}
