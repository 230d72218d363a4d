//! The tree of categories, with those that an import would add.

use crate::db::Snapshot;
use crate::kernel::text::fold;
use crate::kernel::{CategoryId, Failure};
use std::collections::HashMap;

/// The deepest tree, in levels.
const MAX_DEPTH: usize = 10;
/// The most categories of a store.
const MAX_CATEGORIES: usize = 5_000;
/// The longest name of a category, in characters.
const MAX_CATEGORY_NAME: usize = 120;

#[derive(Debug, Clone)]
pub struct Branch {
    pub id: CategoryId,
    pub parent: Option<u32>,
    pub name: String,
    /// The import adds it, if a row that goes in needs it.
    pub is_new: bool,
}

#[derive(Debug)]
pub struct Tree {
    pub branches: Vec<Branch>,
    by_name: HashMap<(Option<u32>, String), u32>,
    by_id: HashMap<CategoryId, u32>,
    by_path: HashMap<Box<str>, Option<u32>>,
}

impl Tree {
    pub fn read(books: &Snapshot<'_>) -> Result<Tree, Failure> {
        let rows: Vec<(CategoryId, Option<CategoryId>, String, bool)> = books.rows(
            "SELECT id, parent_id, name, archived_at IS NOT NULL FROM category ORDER BY row_no",
            [],
            |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)),
        )?;
        let mut tree =
            Tree { branches: Vec::new(), by_name: HashMap::new(), by_id: HashMap::new(), by_path: HashMap::new() };
        for (number, (id, _, name, _)) in rows.iter().enumerate() {
            let number = u32::try_from(number).unwrap_or(u32::MAX);
            tree.by_id.insert(*id, number);
            tree.branches.push(Branch { id: *id, parent: None, name: name.clone(), is_new: false });
        }
        for (number, (_, parent, name, archived)) in rows.iter().enumerate() {
            let parent = parent.and_then(|parent| tree.by_id.get(&parent).copied());
            tree.branches[number].parent = parent;
            if !archived {
                tree.by_name.insert((parent, fold(name)), u32::try_from(number).unwrap_or(u32::MAX));
            }
        }
        Ok(tree)
    }

    pub fn find(&self, id: CategoryId) -> Option<u32> {
        self.by_id.get(&id).copied()
    }

    pub fn id(&self, branch: u32) -> Option<CategoryId> {
        self.branches.get(branch as usize).map(|branch| branch.id)
    }

    /// The branch of a path like `Drinks > Tea`, added where it is not there. A `\` makes a letter of the mark behind
    /// it. Err says what is wrong with the path.
    pub fn at(&mut self, books: &Snapshot<'_>, path: &str) -> Result<Option<u32>, String> {
        if let Some(known) = self.by_path.get(path) {
            return Ok(*known);
        }
        let names = names_of(path);
        if names.len() > MAX_DEPTH {
            return Err(format!("has more than {MAX_DEPTH} levels"));
        }
        if let Some(long) = names.iter().find(|name| name.chars().count() > MAX_CATEGORY_NAME) {
            let shown: String = long.chars().take(40).collect();
            return Err(format!("has a name of more than {MAX_CATEGORY_NAME} characters: {shown}..."));
        }
        if names.iter().any(|name| name.chars().any(char::is_control)) {
            return Err("has a character that no name has".to_owned());
        }
        let mut branch = None;
        for name in names {
            let key = (branch, fold(&name));
            branch = Some(match self.by_name.get(&key) {
                Some(known) => *known,
                None if self.branches.len() >= MAX_CATEGORIES => {
                    return Err(format!("would be more than {MAX_CATEGORIES} categories"));
                }
                None => {
                    let number = u32::try_from(self.branches.len()).unwrap_or(u32::MAX);
                    let id = CategoryId::new(books.now);
                    self.branches.push(Branch { id, parent: branch, name, is_new: true });
                    self.by_id.insert(id, number);
                    self.by_name.insert(key, number);
                    number
                }
            });
        }
        self.by_path.insert(path.into(), branch);
        Ok(branch)
    }

    /// The names from the root to a branch.
    pub fn path(&self, branch: u32) -> Vec<String> {
        let mut names = Vec::new();
        let mut next = Some(branch);
        while let Some(branch) = next.and_then(|number| self.branches.get(number as usize)) {
            names.push(branch.name.clone());
            next = branch.parent;
        }
        names.reverse();
        names
    }
}

/// The names of a path; names that say nothing are passed over.
fn names_of(path: &str) -> Vec<String> {
    let mut names = Vec::new();
    let mut name = String::new();
    let mut letters = path.chars();
    while let Some(letter) = letters.next() {
        match letter {
            '\\' => match letters.next() {
                Some(mark @ ('>' | '\\' | ',')) => name.push(mark),
                Some(other) => name.extend(['\\', other]),
                None => name.push('\\'),
            },
            '>' => names.push(std::mem::take(&mut name)),
            letter => name.push(letter),
        }
    }
    names.push(name);
    names.iter().map(|name| name.trim().to_owned()).filter(|name| !name.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use super::names_of;

    #[test]
    fn a_path_is_its_names() {
        assert_eq!(names_of("Drinks > Tea"), ["Drinks", "Tea"]);
        assert_eq!(names_of(" Drinks>Tea > "), ["Drinks", "Tea"]);
        assert_eq!(names_of(r"Size \> L > C:\\ \, D"), ["Size > L", r"C:\ , D"]);
        assert_eq!(names_of("  "), [""; 0]);
    }
}
