"""How a workbook becomes a form that phones get: converted, checked, drafted, published."""
