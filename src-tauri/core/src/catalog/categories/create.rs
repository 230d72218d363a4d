use super::list::Category;
use super::store::{MAX_CATEGORIES, check_depth, check_name_free, depth, parse, read, record, settle, usable};
use crate::db::Uow;
use crate::kernel::text::fold;
use crate::kernel::{AuditAction, CategoryId, Failure, Problem, Refusal};
use rusqlite::named_params;

crate::strict_request! {
    pub struct CategoryCreate {
        pub name: String,
        pub parent_id: Option<CategoryId>,
        pub description: Option<String>,
        pub reorder_level: Option<i64>,
    }
}

pub fn category_create(uow: &mut Uow<'_>, request: CategoryCreate) -> Result<Category, Failure> {
    let parsed = parse(&request.name, request.description.as_deref().unwrap_or_default(), request.reorder_level)?;
    if let Some(parent_id) = request.parent_id {
        usable(uow, parent_id)?;
    }
    check_depth("parentId", depth(uow, request.parent_id)? + 1)?;
    check_name_free(uow, request.parent_id, &parsed.name, None)?;
    let count: i64 = uow.one("SELECT count(*) FROM category", [], |row| row.get(0))?;
    if count >= MAX_CATEGORIES {
        return Err(Refusal::field("name", Problem::TooLarge, Some(MAX_CATEGORIES)).into());
    }
    let now = uow.now;
    let id = CategoryId::new(now);
    uow.change_one(
        "INSERT INTO category (id, parent_id, name, name_folded, description, reorder_level, created_at)
         VALUES (:id, :parent_id, :name, :name_folded, :description, :reorder_level, :now)",
        named_params! {
            ":id": id,
            ":parent_id": request.parent_id,
            ":name": parsed.name,
            ":name_folded": fold(&parsed.name),
            ":description": parsed.description,
            ":reorder_level": parsed.reorder_level,
            ":now": now,
        },
    )?;
    settle(uow, id)?;
    let category = read(uow, id)?;
    record(uow, AuditAction::CategoryCreated, None, &category)?;
    Ok(category)
}
