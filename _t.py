import time

from geography.region import load_region
from results.measures import measure_run
from results.store import as_one, as_tables
from results.task import finish
from scenarios.chance import Chance
from scenarios.load import load_study
from sim.run import calls_of, run

r=load_region("cornwall")
t=time.time(); s=load_study("hayle",r).with_changes(quick=True); print('load',time.time()-t)
for k in (0,4):
    sc=s.scenarios[k]
    calls=calls_of(sc,r,Chance(sc.seed,0))
    t=time.process_time(); log=run(sc,r,0,calls); dt=time.process_time()-t; print(sc.name,'play',dt,len(calls)/dt,len(log.events))
    t=time.process_time(); tb=finish(log,r); print('finish',time.process_time()-t)
    t=time.process_time(); one=as_one({k:v for k,v in tb.items() if k not in('log','calls')}); print('one',time.process_time()-t)
    t=time.process_time(); tb2=as_tables(one); print('tables',time.process_time()-t)
    t=time.process_time(); measure_run(sc,tb2,r); print('measure',time.process_time()-t)
