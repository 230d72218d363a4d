use super::store::{COLUMNS, category};
use crate::db::Snapshot;
use crate::kernel::{CategoryId, Failure};

crate::request! {
    pub struct CategoryList {
        /// Archived ones too.
        pub archived: Option<bool>,
    }
}
crate::response! {
    pub struct Category {
        pub id: CategoryId,
        pub parent_id: Option<CategoryId>,
        pub name: String,
        /// The names from the root down, its own last.
        pub path: Vec<String>,
        pub description: String,
        /// Its own; null where the parent's or the store's counts.
        pub reorder_level: Option<i64>,
        /// The level that counts for its products that have none.
        pub reorder_level_here: i64,
        /// Products in it that are not archived.
        pub products: i64,
        /// The same, with the categories below it.
        pub products_within: i64,
        pub archived: bool,
        pub row_version: i64,
    }
    pub struct CategoryRows {
        pub rows: Vec<Category>,
    }
}

/// The tree, depth first, by name. A line break sorts before every letter of a name, so the folded path has this order.
pub fn category_list(books: &Snapshot<'_>, request: CategoryList) -> Result<CategoryRows, Failure> {
    let products = books.rows(
        "SELECT category_id, count(*) FROM product
         WHERE category_id IS NOT NULL AND archived_at IS NULL
         GROUP BY category_id",
        [],
        |row| Ok((row.get::<_, CategoryId>(0)?, row.get::<_, i64>(1)?)),
    )?;
    let products: std::collections::HashMap<CategoryId, i64> = products.into_iter().collect();
    let mut rows = books.rows(&format!("SELECT {COLUMNS} FROM category ORDER BY path_folded, row_no"), [], |row| {
        category(books, row)
    })?;
    let places: std::collections::HashMap<CategoryId, usize> =
        rows.iter().enumerate().map(|(place, row)| (row.id, place)).collect();
    for place in 0..rows.len() {
        let own = products.get(&rows[place].id).copied().unwrap_or(0);
        rows[place].products = own;
        let mut at = Some(place);
        // The doctor looks for cycles; a damaged tree must not keep this from ending.
        for _ in 0..=super::MAX_DEPTH {
            let Some(here) = at else { break };
            rows[here].products_within += own;
            at = rows[here].parent_id.and_then(|parent| places.get(&parent).copied());
        }
    }
    if !request.archived.unwrap_or(false) {
        rows.retain(|row| !row.archived);
    }
    Ok(CategoryRows { rows })
}
