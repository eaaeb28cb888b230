// SPDX-License-Identifier: GPL-3.0-or-later
// The list of exports, in the order of help. To add one, write the row and its writer in an export_ file,
// and its name here.
#ifndef VIEW_EXPORTS_H
#define VIEW_EXPORTS_H

#include "view/export.h"

#define EXPORTS(X) X(py) X(ipynb) X(torch) X(onnx) X(h) X(html) X(tex) X(md) X(csv) X(json) X(npy)

#define EXPORT_DECLARED(name) extern const struct export_kind name##_export;
EXPORTS(EXPORT_DECLARED)

#define EXPORT_ONE(name) +1
enum { EXPORT_KIND_COUNT = EXPORTS(EXPORT_ONE) };

// The rows.
extern const struct export_kind *const export_kinds[EXPORT_KIND_COUNT];

// The kind whose ending the file's name has, the longest one; NULL where nobody knows it.
const struct export_kind *export_find(const char *file);

#endif
