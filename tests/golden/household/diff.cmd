limen diff diff-2025.limen diff-2026.limen; limen diff diff-2025.limen diff-2026.limen --format markdown 2>/dev/null | sed '/<details>/,$d'; limen diff diff-2025.limen diff-2026.limen --format json
