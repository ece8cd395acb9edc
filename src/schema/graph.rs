//! What leads to what and back.

/// The strongly connected components of a graph whose vertices can all be reached from the first: for
/// each vertex the number of its component, which is higher than those of all that it leads to.
///
/// `edges` are, for each vertex, those that it leads to. (Tarjan's algorithm, without recursion.)
#[expect(
    clippy::indexing_slicing,
    reason = "vertices are positions in the lists"
)]
pub(super) fn components(edges: &[Vec<usize>]) -> Vec<usize> {
    const NONE: usize = usize::MAX;
    let mut components = vec![NONE; edges.len()];
    let (mut count, mut clock) = (0, 0);
    // When each vertex was first met, and the earliest that can be reached from it.
    let mut met = vec![NONE; edges.len()];
    let mut earliest = vec![NONE; edges.len()];
    let mut open = Vec::new();
    let mut path = Vec::new();
    let mut next = (!edges.is_empty()).then_some(0);
    loop {
        if let Some(vertex) = next.take() {
            met[vertex] = clock;
            earliest[vertex] = clock;
            clock += 1;
            open.push(vertex);
            path.push((vertex, edges[vertex].iter()));
        }
        let Some((vertex, targets)) = path.last_mut() else {
            return components;
        };
        let vertex = *vertex;
        if let Some(&target) = targets.next() {
            if met[target] == NONE {
                next = Some(target);
            } else if components[target] == NONE {
                earliest[vertex] = earliest[vertex].min(met[target]);
            }
            continue;
        }
        path.pop();
        if let Some((user, _)) = path.last() {
            earliest[*user] = earliest[*user].min(earliest[vertex]);
        }
        if earliest[vertex] == met[vertex] {
            while let Some(member) = open.pop() {
                components[member] = count;
                if member == vertex {
                    break;
                }
            }
            count += 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn vertices_that_lead_to_each_other_are_one_component() {
        assert!(components(&[]).is_empty());
        assert_eq!(components(&[vec![]]), [0]);
        assert_eq!(components(&[vec![0, 0]]), [0]);
        // 0 leads to the circle 1, 2, 3, by which there are 4 and, from 0 as well, 5.
        let edges = [vec![1, 5], vec![2], vec![3, 4], vec![1], vec![5], vec![]];
        assert_eq!(components(&edges), [3, 2, 2, 2, 1, 0]);
        // Two circles that share a vertex.
        let edges = [vec![1], vec![0, 2], vec![1]];
        assert_eq!(components(&edges), [0, 0, 0]);
    }

    #[test]
    fn a_long_way_is_no_deep_recursion() {
        let edges: Vec<_> = (1..100_000).map(|next| vec![next % 99_999]).collect();
        assert_eq!(components(&edges), vec![0; 99_999]);
    }
}
