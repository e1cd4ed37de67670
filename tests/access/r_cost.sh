#!/bin/sh
# Times by r.cost of GRASS, 8 neighbours and the knight's move, over a field made up by a formula: grass --tmp-location XY --exec sh r_cost.sh
set -e
g.region n=12 s=0 e=14 w=0 res=1 --quiet
# row() and col() begin at 1; ours at 0
r.mapcalc --quiet "pace = if(((row() - 1) * 5 + (col() - 1) * 3) % 8 == 2, null(), 0.05 + double(((row() - 1) * 7 + (col() - 1) * 13) % 11) / 7)"
r.cost --quiet input=pace output=eight start_coordinates=4.5,8.5,11.5,2.5
r.cost --quiet -k input=pace output=knight start_coordinates=4.5,8.5,11.5,2.5
echo name,value
for map in eight knight; do
  r.stats --quiet -1x -n input=$map separator=comma | sed "s/^\([0-9]*\),\([0-9]*\),/$map.\2.\1,/"
done
