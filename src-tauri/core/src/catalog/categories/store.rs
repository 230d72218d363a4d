//! Categories as rows, and what follows from the tree.

use super::list::Category;
use crate::audit::{self, Entry};
use crate::catalog::search::{Which, follow_levels, mark, reindex};
use crate::catalog::store::path_of;
use crate::db::{Snapshot, Uow};
use crate::kernel::text::fold;
use crate::kernel::{AuditAction, CategoryId, Failure, Fields, MAX_QUANTITY, Problem, Refusal};
use rusqlite::{Row, named_params};
use serde_json::{Value, json};

/// The longest name of a category, in characters.
pub const MAX_CATEGORY_NAME: usize = 120;
/// The most categories of a store, archived ones too.
pub const MAX_CATEGORIES: i64 = 5_000;
/// The most levels of the tree.
pub const MAX_DEPTH: i64 = 10;

pub(super) const COLUMNS: &str = "category.id, category.parent_id, category.name, category.path,
  category.description, category.reorder_level, category.level_here, category.archived_at IS NOT NULL,
  category.row_version";

/// A row of [`COLUMNS`] without its products.
pub(super) fn category(books: &Snapshot<'_>, row: &Row<'_>) -> rusqlite::Result<Category> {
    Ok(Category {
        id: row.get(0)?,
        parent_id: row.get(1)?,
        name: row.get(2)?,
        path: path_of(row.get(3)?),
        description: row.get(4)?,
        reorder_level: row.get(5)?,
        reorder_level_here: row.get::<_, Option<i64>>(6)?.unwrap_or(books.rules.reorder_level),
        products: 0,
        products_within: 0,
        archived: row.get(7)?,
        row_version: row.get(8)?,
    })
}

/// One category with its products counted. Archived products are not.
pub(super) fn read(books: &Snapshot<'_>, id: CategoryId) -> Result<Category, Failure> {
    books
        .find(
            &format!(
                "WITH RECURSIVE within (id) AS (
                   SELECT :id UNION SELECT category.id FROM category JOIN within ON category.parent_id = within.id)
                 SELECT {COLUMNS},
                        (SELECT count(*) FROM product WHERE category_id = :id AND archived_at IS NULL),
                        (SELECT count(*) FROM within
                         CROSS JOIN product ON product.category_id = within.id AND product.archived_at IS NULL)
                 FROM category
                 WHERE category.id = :id"
            ),
            named_params! { ":id": id },
            |row| Ok(Category { products: row.get(9)?, products_within: row.get(10)?, ..category(books, row)? }),
        )?
        .ok_or_else(|| Refusal::not_found("category", id).into())
}

/// A category that products and other categories may be put into: it exists and is not archived.
pub fn usable(books: &Snapshot<'_>, id: CategoryId) -> Result<(), Failure> {
    let (name, archived): (String, bool) = books
        .find("SELECT name, archived_at IS NOT NULL FROM category WHERE id = ?1", [id], |row| {
            Ok((row.get(0)?, row.get(1)?))
        })?
        .ok_or_else(|| Failure::from(Refusal::not_found("category", id)))?;
    if archived {
        return Err(Refusal::Archived { object: "category".to_owned(), id: id.to_string(), name }.into());
    }
    Ok(())
}

/// The fields of a category after reading them from a request.
pub(super) struct Parsed {
    pub name: String,
    pub description: String,
    pub reorder_level: Option<i64>,
}

pub(super) fn parse(name: &str, description: &str, reorder_level: Option<i64>) -> Result<Parsed, Failure> {
    let mut fields = Fields::default();
    let parsed = Parsed {
        name: fields.required("name", name, MAX_CATEGORY_NAME),
        description: fields.text("description", description, crate::kernel::text::MAX_NOTE),
        reorder_level: reorder_level.map(|level| fields.range("reorderLevel", level, 0, MAX_QUANTITY)),
    };
    fields.finish()?;
    Ok(parsed)
}

/// Refuses a name that a sibling has, whatever its letter case. What is archived gives way.
pub(super) fn check_name_free(
    uow: &Uow<'_>,
    parent_id: Option<CategoryId>,
    name: &str,
    own: Option<CategoryId>,
) -> Result<(), Failure> {
    let taken = uow.find(
        "SELECT id, name FROM category
         WHERE coalesce(parent_id, x'') = coalesce(:parent_id, x'')
           AND name_folded = :name_folded
           AND archived_at IS NULL",
        named_params! { ":parent_id": parent_id, ":name_folded": fold(name) },
        |row| Ok((row.get::<_, CategoryId>(0)?, row.get::<_, String>(1)?)),
    )?;
    match taken {
        Some((id, name)) if Some(id) != own => {
            Err(Refusal::NameTaken { object: "category".to_owned(), name, id: id.to_string() }.into())
        }
        Some(_) | None => Ok(()),
    }
}

/// How deep a category lies, from 1 at the root; 0 is above it.
pub(super) fn depth(books: &Snapshot<'_>, id: Option<CategoryId>) -> Result<i64, Failure> {
    let Some(id) = id else { return Ok(0) };
    books.one(
        "WITH RECURSIVE up (id, parent_id) AS (
           SELECT id, parent_id FROM category WHERE id = ?1
           UNION SELECT category.id, category.parent_id FROM category JOIN up ON category.id = up.parent_id)
         SELECT count(*) FROM up",
        [id],
        |row| row.get(0),
    )
}

/// How many levels there are from a category down, itself included.
pub(super) fn height(books: &Snapshot<'_>, id: CategoryId) -> Result<i64, Failure> {
    books.one(
        "WITH RECURSIVE within (id, level) AS (
           SELECT ?1, 1
           UNION ALL SELECT category.id, level + 1 FROM category JOIN within ON category.parent_id = within.id)
         SELECT max(level) FROM within",
        [id],
        |row| row.get(0),
    )
}

pub(super) fn check_depth(field: &str, levels: i64) -> Result<(), Failure> {
    if levels > MAX_DEPTH {
        return Err(Refusal::field(field, Problem::TooLarge, Some(MAX_DEPTH)).into());
    }
    Ok(())
}

/// A category as the one above it makes it.
struct Above {
    id: Option<CategoryId>,
    path: String,
    marks: String,
    level: Option<i64>,
}

/// Brings what follows from the tree up to date in a category and all below it, and in their variants.
pub fn settle(uow: &mut Uow<'_>, id: CategoryId) -> Result<(), Failure> {
    let parent = uow.find(
        "SELECT parent.id, parent.path, parent.marks, parent.level_here
         FROM category
         JOIN category AS parent ON parent.id = category.parent_id
         WHERE category.id = ?1",
        [id],
        |row| Ok(Above { id: row.get(0)?, path: row.get(1)?, marks: row.get(2)?, level: row.get(3)? }),
    )?;
    let above = parent.unwrap_or(Above { id: None, path: String::new(), marks: String::new(), level: None });
    let (mut moved, mut other_level) = (false, false);
    let mut waiting = vec![(above, Some(id))];
    while let Some((above, only)) = waiting.pop() {
        let children = uow.rows(
            "SELECT id, row_no, name, reorder_level, marks, level_here FROM category
             WHERE id = :only OR (:only IS NULL AND parent_id = :above)",
            named_params! { ":only": only, ":above": above.id },
            |row| {
                Ok((
                    row.get::<_, CategoryId>(0)?,
                    row.get::<_, i64>(1)?,
                    row.get::<_, String>(2)?,
                    row.get::<_, Option<i64>>(3)?,
                    row.get::<_, String>(4)?,
                    row.get::<_, Option<i64>>(5)?,
                ))
            },
        )?;
        for (id, row_no, name, own_level, marks_before, level_before) in children {
            let line =
                |above: &str, own: &str| if above.is_empty() { own.to_owned() } else { format!("{above}\n{own}") };
            let below = Above {
                id: Some(id),
                path: line(&above.path, &name),
                marks: line(&above.marks, &mark(row_no)),
                level: own_level.or(above.level),
            };
            moved |= below.marks != marks_before;
            other_level |= below.level != level_before;
            uow.change_one(
                "UPDATE category
                 SET path = :path, path_folded = :path_folded, marks = :marks, level_here = :level_here
                 WHERE id = :id",
                named_params! {
                    ":id": id,
                    ":path": below.path,
                    ":path_folded": fold(&below.path),
                    ":marks": below.marks,
                    ":level_here": below.level,
                },
            )?;
            waiting.push((below, None));
        }
    }
    // A new name needs no new index; see catalog/search.rs.
    match (moved, other_level) {
        (true, _) => reindex(uow, Which::Within(id)),
        (false, true) => follow_levels(uow, id),
        (false, false) => Ok(()),
    }
}

/// A category as the audit keeps it.
pub(super) fn audited(category: &Category) -> Value {
    json!({
        "name": category.name,
        "path": category.path.join(" > "),
        "description": category.description,
        "reorderLevel": category.reorder_level,
        "archived": category.archived,
    })
}

pub(super) fn record(
    uow: &mut Uow<'_>,
    action: AuditAction,
    before: Option<&Category>,
    after: &Category,
) -> Result<(), Failure> {
    audit::record(
        uow,
        Entry {
            action,
            object_type: "category",
            object_id: after.id.to_string(),
            object_label: &after.path.join(" > "),
            old: before.map(audited),
            new: Some(audited(after)),
            reason: None,
        },
    )
}
